using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>An author (or staff) deletes a post.</summary>
/// <param name="By">Who wants it.</param>
/// <param name="Post">Snowflake.</param>
/// <param name="AsStaff">Staff may delete the posts of others.</param>
public sealed record DeletePost(long By, long Post, bool AsStaff = false);

/// <summary>Deletes local posts: the row goes, the text is masked in the events, a tombstone stays.</summary>
public sealed class PostDeletion(Commit commit, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Whether it may be deleted. Pure.</summary>
    public static Outcome<PostDeleted> Decide(DeletePost command, LocalPost post) =>
        post.Deleted ? Refusal.NotFound
        : post.Published.Author == command.By || command.AsStaff ? new PostDeleted()
        : Refusal.NotAllowed;

    /// <summary>Deletes it; answers the row as it was.</summary>
    public Task<Outcome<PostRow>> HandleAsync(DeletePost command, CancellationToken cancel) =>
        commit.RunAsync<PostRow>([UriKey.LockOf(uris.Post(command.Post))], unit => WriteAsync(unit, command, cancel), cancel);

    /// <summary>Deletes a post within a commit that does more (the erasure of an account).</summary>
    public async Task<Outcome<PostRow>> WriteAsync(UnitOfWork unit, DeletePost command, CancellationToken cancel)
    {
        var row = await PostLookup.ByIdAsync(unit.Writing, command.Post, cancel);
        if (row is null || !row.Local)
        {
            return Refusal.NotFound;
        }

        var stream = LocalPost.StreamOf(command.Post);
        var open = await unit.OpenAsync<LocalPost>(stream, cancel);
        if (open.State is null)
        {
            return Refusal.NotFound;
        }

        var decided = Decide(command, open.State);
        if (decided.Refused)
        {
            return decided.Refusal!.Value;
        }

        var told = await ToldAsync(unit, row, cancel);
        open.Append([decided.Value]);
        await EventErasure.MaskAsync(unit, stream, cancel);
        unit.Want(new PostRemoved(row.Uri, row.Author));
        unit.Send(new(ids.Next(), OutgoingKind.Delete, row.Author, row.Id, $"{row.Uri}#delete", Detail: new()
        {
            ObjectUri = row.Uri,
            Visibility = (int)row.Visibility,
            Actors = told,
        }));
        return row;
    }

    /// <summary>Everybody elsewhere who had to do with the post: mentioned, answered, boosted, favourited it.</summary>
    private static async Task<IReadOnlyList<long>> ToldAsync(UnitOfWork unit, PostRow row, CancellationToken cancel)
    {
        await using var command = unit.Writing.Command(
            """
            select id from actors where not local and deleted_at is null and id in (
                select actor from reactions where post = $1
                union select actor from post_mentions where post = $1
                union select author from posts where in_reply_to = $1
                union select in_reply_to_author from posts where id = $1)
            """, row.Id);
        var actors = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            actors.Add(reader.GetInt64(0));
        }

        return actors;
    }
}
