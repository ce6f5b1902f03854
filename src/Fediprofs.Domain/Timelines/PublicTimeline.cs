using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>Which posts a public or hashtag timeline lists.</summary>
/// <param name="Local">Only posts written here.</param>
/// <param name="Remote">Only posts written elsewhere.</param>
/// <param name="OnlyMedia">Only posts with pictures, films or recordings.</param>
public sealed record PublicFilter(bool Local = false, bool Remote = false, bool OnlyMedia = false)
{
    /// <summary>The condition in SQL, beginning with <c>and</c>, over posts <c>p</c>.</summary>
    internal string Sql => (Local ? " and p.local" : "") + (Remote ? " and not p.local" : "") + (OnlyMedia ? MediaSql : "");

    /// <summary>Only posts with media; links are attachments too, of type "unknown".</summary>
    internal const string MediaSql = """ and p.attachments @? '$[*] ? (@.type != "unknown")'""";

    /// <summary>That neither the viewer ($1) hides the author of <c>p</c> nor the author blocks the viewer, nor is gone.</summary>
    internal const string ReadableSql =
        """
         and exists (select from actors a where a.id = p.author and a.suspended_at is null and a.deleted_at is null)
         and ($1 = 0 or not exists (select from blocks b where (b.actor = $1 and b.target = p.author) or (b.actor = p.author and b.target = $1)))
         and ($1 = 0 or not exists (select from mutes m where m.actor = $1 and m.target = p.author and (m.expires_at is null or m.expires_at > now())))
        """;
}

/// <summary>All public posts that this instance knows, without boosts and answers to others (as Mastodon lists them).</summary>
public sealed class PublicTimeline(NpgsqlDataSource database)
{
    /// <summary>A page, newest first. Index: entries_public, entries_public_local.</summary>
    /// <param name="viewer">Who looks; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="filter">Which posts.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<TimelineItem>> PageAsync(long viewer, PublicFilter filter, Paging page, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select e.id, e.author, e.kind, e.post
            from entries e join posts p on p.id = e.post
            where e.visibility = 0 and e.kind <> 1 and e.id < $2 and e.id > $3 {(filter.Local ? "and e.local" : "")}
                and (e.kind = 0 or p.in_reply_to_author = p.author) {filter.Sql} {PublicFilter.ReadableSql}
            order by e.id {page.Order} limit $4
            """);
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = page.Below });
        command.Parameters.Add(new() { Value = page.Above });
        command.Parameters.Add(new() { Value = page.Limit });
        return page.NewestFirst(await TimelineItem.AllAsync(command, cancel));
    }
}
