using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>Which of an actor's posts and boosts are listed.</summary>
/// <param name="ExcludeReplies">Without answers to others (answers to oneself are a thread, and stay).</param>
/// <param name="ExcludeBoosts">Without boosts.</param>
/// <param name="OnlyMedia">Only posts with media.</param>
/// <param name="Tag">Only posts with this hashtag (normalised).</param>
public sealed record StatusesFilter(bool ExcludeReplies = false, bool ExcludeBoosts = false, bool OnlyMedia = false, string? Tag = null);

/// <summary>One of an actor's newest entries, with what decides who is shown it.</summary>
/// <param name="Item">The line it would be.</param>
/// <param name="PostAuthor">Who wrote the post.</param>
/// <param name="Open">The entry and its post are for everybody.</param>
/// <param name="ToOthers">An answer to somebody else.</param>
public readonly record struct AccountEntry(TimelineItem Item, long PostAuthor, bool Open, bool ToOthers);

/// <summary>What an actor posted and boosted, as far as the viewer may see it.</summary>
public sealed class AccountStatuses(NpgsqlDataSource database)
{
    /// <summary>A page, newest first. Index: entries_author.</summary>
    /// <param name="viewer">Who looks; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="author">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<TimelineItem>> PageAsync(long viewer, long author, StatusesFilter filter, Paging page, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select e.id, e.author, e.kind, e.post
            from entries e join posts p on p.id = e.post
            where e.author = $2 and e.id < $3 and e.id > $4
                {(filter.ExcludeReplies ? "and (e.kind <> 2 or p.in_reply_to_author = p.author)" : "")}
                {(filter.ExcludeBoosts || filter.OnlyMedia ? "and e.kind <> 1" : "")}
                {(filter.OnlyMedia ? PublicFilter.MediaSql : "")}
                {(filter.Tag is null ? "" : "and p.tags @> array[$6]")}
                and (e.kind <> 1 or e.visibility <= 1 or $1 = $2 or exists (select from follows f where f.follower = $1 and f.followed = $2 and f.state = 1))
                and exists (select from actors a where a.id = $2 and a.suspended_at is null and a.deleted_at is null)
                and not exists (select from blocks b where b.actor = $2 and b.target = $1)
                and {VisibleTo.Sql("$1", "p")}
            order by e.id {page.Order} limit $5
            """);
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = author });
        command.Parameters.Add(new() { Value = page.Below });
        command.Parameters.Add(new() { Value = page.Above });
        command.Parameters.Add(new() { Value = page.Limit });
        if (filter.Tag is not null)
        {
            command.Parameters.Add(new() { Value = filter.Tag });
        }

        return page.NewestFirst(await TimelineItem.AllAsync(command, cancel));
    }

    /// <summary>
    /// An actor's newest entries, newest first, whoever may see them: for keeping in memory. Nothing of it may be shown before
    /// its reader was asked about. Index: entries_author.
    /// </summary>
    public async Task<IReadOnlyList<AccountEntry>> NewestAsync(long author, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select e.id, e.author, e.kind, e.post, p.author, e.visibility <= 1 and p.visibility <= 1, e.kind = 2 and p.in_reply_to_author is distinct from p.author
            from entries e join posts p on p.id = e.post
            where e.author = $1 order by e.id desc limit $2
            """);
        command.Parameters.Add(new() { Value = author });
        command.Parameters.Add(new() { Value = limit });
        var entries = new List<AccountEntry>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            entries.Add(new(new(r.GetInt64(0), r.GetInt64(1), (EntryKind)r.GetInt16(2), r.GetInt64(3)), r.GetInt64(4), r.GetBoolean(5), r.GetBoolean(6)));
        }

        return entries;
    }
}
