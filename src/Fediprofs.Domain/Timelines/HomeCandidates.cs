using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>Reads the entries that may come home.</summary>
internal static class HomeCandidates
{
    private const int Many = 100;
    private static readonly TimeSpan[] Windows = [TimeSpan.FromDays(2), TimeSpan.FromDays(20), TimeSpan.FromDays(200)];

    private const string Columns =
        """
        e.id, e.author, e.kind, e.post, p.author, e.visibility, p.visibility, p.in_reply_to_author,
        array(select m.actor from post_mentions m where m.post = p.id),
        a.suspended_at is null and a.deleted_at is null and b.suspended_at is null and b.deleted_at is null
        """;

    private const string Joins = "join posts p on p.id = e.post join actors a on a.id = e.author join actors b on b.id = p.author";

    /// <summary>
    /// The next entries of authors between two ids, in the order of the page; fewer than <paramref name="limit"/> only when
    /// there are no more. The newest few of each author, then of all: index entries_author, covering.
    /// </summary>
    public static async Task<List<HomeCandidate>> ReadAsync(NpgsqlDataSource database, long[] authors, Paging page, int limit, DateTimeOffset now, CancellationToken cancel)
    {
        // With very many authors most write seldom, and a probe of each costs most: look at a short time first.
        if (authors.Length > Many)
        {
            foreach (var window in Windows)
            {
                var (below, above) = page.Upwards
                    ? (Math.Min(page.Below, SnowflakeIds.Floor(SnowflakeIds.MomentOf(page.Above) + window)), page.Above)
                    : (page.Below, Math.Max(page.Above, SnowflakeIds.Floor((page.MaxId is { } max ? SnowflakeIds.MomentOf(max) : now) - window)));
                var near = await ReadAsync(database, authors, below, above, page.Order, limit, cancel);
                if (near.Count == limit || (below == page.Below && above == page.Above))
                {
                    return near;
                }
            }
        }

        return await ReadAsync(database, authors, page.Below, page.Above, page.Order, limit, cancel);
    }

    /// <summary>Certain entries. Index: entries_pkey.</summary>
    public static async Task<List<HomeCandidate>> ByIdsAsync(NpgsqlDataSource database, long[] entries, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from entries e {Joins} where e.id = any($1) order by e.id");
        command.Parameters.Add(new() { Value = entries });
        return await AllAsync(command, cancel);
    }

    private static async Task<List<HomeCandidate>> ReadAsync(NpgsqlDataSource database, long[] authors, long below, long above, string order, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Columns}
            from (
                select x.* from unnest($1::bigint[]) as f(author) cross join lateral (
                    select id, author, kind, post, visibility from entries where author = f.author and id < $2 and id > $3
                    order by id {order} limit $4) x
                order by x.id {order} limit $4) e
            {Joins}
            order by e.id {order}
            """);
        command.Parameters.Add(new() { Value = authors });
        command.Parameters.Add(new() { Value = below });
        command.Parameters.Add(new() { Value = above });
        command.Parameters.Add(new() { Value = limit });
        return await AllAsync(command, cancel);
    }

    private static async Task<List<HomeCandidate>> AllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<HomeCandidate>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            rows.Add(new(
                new(r.GetInt64(0), r.GetInt64(1), (EntryKind)r.GetInt16(2), r.GetInt64(3)),
                r.GetInt64(4),
                (Posts.Visibility)r.GetInt16(5),
                (Posts.Visibility)r.GetInt16(6),
                r.IsDBNull(7) ? null : r.GetInt64(7),
                r.GetFieldValue<long[]>(8),
                r.GetBoolean(9)));
        }

        return rows;
    }
}
