using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>Hashtags that a timeline asks for, in the normalised form in which posts keep them.</summary>
/// <param name="Any">At least one of these.</param>
/// <param name="All">Each of these.</param>
/// <param name="None">None of these.</param>
public sealed record TagQuery(IReadOnlyList<string> Any, IReadOnlyList<string> All, IReadOnlyList<string> None)
{
    /// <summary>One hashtag.</summary>
    public static TagQuery Of(string tag) => new([tag], [], []);
}

/// <summary>Public posts with hashtags, answers included.</summary>
public sealed class TagTimeline(NpgsqlDataSource database)
{
    /// <summary>A page, newest first. Index: posts_tags (for rare tags), posts_pkey (for frequent ones).</summary>
    /// <param name="viewer">Who looks; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="tags">Which hashtags.</param>
    /// <param name="filter">Which posts.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<TimelineItem>> PageAsync(long viewer, TagQuery tags, PublicFilter filter, Paging page, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select p.id, p.author, case when p.in_reply_to_uri is null then 0 else 2 end::smallint, p.id
            from posts p
            where p.visibility = 0 and p.id < $2 and p.id > $3 and p.tags && $5
                {(tags.All.Count > 0 ? "and p.tags @> $6" : "")} {(tags.None.Count > 0 ? "and not p.tags && $7" : "")}
                {filter.Sql} {PublicFilter.ReadableSql}
            order by p.id {page.Order} limit $4
            """);
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = page.Below });
        command.Parameters.Add(new() { Value = page.Above });
        command.Parameters.Add(new() { Value = page.Limit });
        command.Parameters.Add(new() { Value = tags.Any.ToArray() });
        command.Parameters.Add(new() { Value = tags.All.ToArray() });
        command.Parameters.Add(new() { Value = tags.None.ToArray() });
        return page.NewestFirst(await TimelineItem.AllAsync(command, cancel));
    }
}
