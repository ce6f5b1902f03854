using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Reactions;

/// <summary>A local person favourites or bookmarks a post, or takes it back.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Post">Snowflake.</param>
/// <param name="Kind">Favourite or bookmark.</param>
/// <param name="Set">True to set it, false to take it back.</param>
public sealed record MarkPost(long Actor, long Post, ReactionKind Kind, bool Set);

/// <summary>Favourites and bookmarks of local people: rows, not events. A favourite is told to the author's server; a bookmark to nobody.</summary>
public sealed class Marking(Commit commit, PostAccess access, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Sets or takes back; doing it twice is doing it once.</summary>
    public async Task<Outcome<PostRow>> HandleAsync(MarkPost command, CancellationToken cancel)
    {
        var post = await access.VisibleAsync(command.Actor, command.Post, cancel);
        if (post is null)
        {
            return Refusal.NotFound;
        }

        return await commit.RunAsync<PostRow>([UriKey.LockOf(post.Uri)], async unit =>
        {
            var actor = (await ActorLookup.ByIdsAsync(unit.Writing, [command.Actor], cancel)).GetValueOrDefault(command.Actor);
            if (actor is null or { SuspendedAt: not null })
            {
                return Refusal.Suspended;
            }

            var before = await FindAsync(unit.Writing, command, cancel);
            if (command.Set && before is null)
            {
                Set(unit, command, post);
            }
            else if (!command.Set && before is { } id)
            {
                TakeBack(unit, command, post, id);
            }

            return post;
        }, cancel);
    }

    private void Set(UnitOfWork unit, MarkPost command, PostRow post)
    {
        var id = ids.Next();
        var activity = command.Kind == ReactionKind.Favourite ? uris.Activity(id) : null;
        unit.Want(new ReactionAdded(command.Actor, command.Post, command.Kind, id, activity, unit.Now, Visibility.Public, Local: true));
        if (activity is not null)
        {
            unit.Send(new(ids.Next(), OutgoingKind.Like, command.Actor, command.Post, activity, post.Author, new() { ObjectUri = post.Uri }));
        }
    }

    private void TakeBack(UnitOfWork unit, MarkPost command, PostRow post, long id)
    {
        var activity = command.Kind == ReactionKind.Favourite ? uris.Activity(id) : null;
        unit.Want(new ReactionRemoved(command.Actor, command.Post, command.Kind, activity));
        if (activity is not null)
        {
            unit.Send(new(ids.Next(), OutgoingKind.UndoLike, command.Actor, command.Post, $"{activity}#undo", post.Author, new() { ObjectUri = activity, InnerObjectUri = post.Uri }));
        }
    }

    private static async Task<long?> FindAsync(RowWriting writing, MarkPost command, CancellationToken cancel)
    {
        await using var find = writing.Command("select id from reactions where post = $1 and kind = $2 and actor = $3", command.Post, (short)command.Kind, command.Actor);
        return await find.ExecuteScalarAsync(cancel) as long?;
    }
}

/// <summary>What one reader did to posts.</summary>
/// <param name="Boosted">Boosted.</param>
/// <param name="Favourited">Favourited.</param>
/// <param name="Bookmarked">Bookmarked.</param>
public readonly record struct OwnReactions(bool Boosted, bool Favourited, bool Bookmarked);

/// <summary>A boost in force, local or remote.</summary>
/// <param name="Id">Snowflake of the boost.</param>
/// <param name="Actor">Who.</param>
/// <param name="Post">What.</param>
/// <param name="Visibility">Of the boost.</param>
/// <param name="ActivityUri">The Announce.</param>
/// <param name="At">When.</param>
public sealed record Boost(long Id, long Actor, long Post, Visibility Visibility, string? ActivityUri, DateTimeOffset At);

/// <summary>Reads reactions.</summary>
public sealed class ReactionLookup(NpgsqlDataSource database)
{
    /// <summary>What a reader did to these posts, in one query; posts without a reaction are left out. Index: reactions_pkey.</summary>
    public async Task<Dictionary<long, OwnReactions>> OwnAsync(long reader, IReadOnlyCollection<long> posts, CancellationToken cancel)
    {
        var own = new Dictionary<long, OwnReactions>();
        if (posts.Count == 0)
        {
            return own;
        }

        await using var command = database.CreateCommand("select post, kind from reactions where post = any($1) and kind = any('{1,2,3}') and actor = $2");
        command.Parameters.Add(new() { Value = posts.Distinct().ToArray() });
        command.Parameters.Add(new() { Value = reader });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (post, kind) = (rows.GetInt64(0), (ReactionKind)rows.GetInt16(1));
            var o = own.GetValueOrDefault(post);
            own[post] = kind switch
            {
                ReactionKind.Boost => o with { Boosted = true },
                ReactionKind.Favourite => o with { Favourited = true },
                _ => o with { Bookmarked = true },
            };
        }

        return own;
    }

    /// <summary>Who reacted to a post, newest first; pages are cut by the reaction's id. Index: reactions_pkey.</summary>
    public Task<IReadOnlyList<(long Reaction, long Actor)>> ByAsync(long post, ReactionKind kind, Paging page, CancellationToken cancel) =>
        PageAsync("actor", "post", post, kind, page, cancel);

    /// <summary>Posts that somebody marked, newest mark first; pages are cut by the reaction's id. Index: reactions_actor.</summary>
    public Task<IReadOnlyList<(long Reaction, long Post)>> OfAsync(long actor, ReactionKind kind, Paging page, CancellationToken cancel) =>
        PageAsync("post", "actor", actor, kind, page, cancel);

    /// <summary>Boosts by their ids, in one query. Index: reactions_id.</summary>
    public async Task<List<Boost>> BoostsAsync(IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        var boosts = new List<Boost>();
        await using var command = database.CreateCommand("select id, actor, post, visibility, activity_uri, created_at from reactions where id = any($1) and kind = 1");
        command.Parameters.Add(new() { Value = ids.Distinct().ToArray() });
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            boosts.Add(new(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), (Visibility)r.GetInt16(3), r.IsDBNull(4) ? null : r.GetString(4), r.GetFieldValue<DateTimeOffset>(5)));
        }

        return boosts;
    }

    private async Task<IReadOnlyList<(long Reaction, long Other)>> PageAsync(string other, string by, long id, ReactionKind kind, Paging page, CancellationToken cancel)
    {
        var found = new List<(long, long)>();
        await using var command = database.CreateCommand(
            $"select id, {other} from reactions where {by} = $1 and kind = $2 and id < $3 and id > $4 order by id {page.Order} limit $5");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = (short)kind });
        command.Parameters.Add(new() { Value = page.Below });
        command.Parameters.Add(new() { Value = page.Above });
        command.Parameters.Add(new() { Value = page.Limit });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            found.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return page.NewestFirst(found);
    }
}
