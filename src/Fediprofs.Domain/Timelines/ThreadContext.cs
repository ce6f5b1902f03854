using Fediprofs.Domain.Posts;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>The posts around a post.</summary>
/// <param name="Ancestors">What it answers, the beginning first.</param>
/// <param name="Descendants">What answers it, each answer followed by the answers to it.</param>
public sealed record ThreadContext(IReadOnlyList<long> Ancestors, IReadOnlyList<long> Descendants);

/// <summary>Reads threads.</summary>
public sealed class Threads(NpgsqlDataSource database)
{
    /// <summary>The most ancestors that are read.</summary>
    public const int MostAncestors = 100;

    /// <summary>The most descendants that are read, at most <see cref="MostDepth"/> deep.</summary>
    public const int MostDescendants = 1000;

    /// <summary>The depth to which answers are read.</summary>
    public const int MostDepth = 50;

    /// <summary>
    /// The thread around a post, without what the viewer may not see or hides. Whether the post itself may be seen is the
    /// caller's question. Index: posts_pkey upwards, posts_in_reply_to downwards.
    /// </summary>
    /// <param name="viewer">Who looks; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="post">The post.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<ThreadContext> AroundAsync(long viewer, long post, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            with recursive up as (
                select p.in_reply_to as id, 1 as n from posts p where p.id = $2 and p.in_reply_to is not null
                union all
                select p.in_reply_to, u.n + 1 from up u join posts p on p.id = u.id where p.in_reply_to is not null and u.n < {MostAncestors}
            ), down as (
                select p.id, array[p.id] as path from posts p where p.in_reply_to = $2
                union all
                select p.id, d.path || p.id from down d join posts p on p.in_reply_to = d.id where cardinality(d.path) < {MostDepth} and p.id <> all(d.path)
            ), bounded as (
                select id, path from down limit {MostDescendants}
            )
            select t.id, t.below from (
                select id, false as below, -n as up, null::bigint[] as path from up
                union all select id, true, 0, path from bounded) t
            join posts p on p.id = t.id
            where {VisibleTo.Sql("$1", "p")}
                and ($1 = 0 or not exists (select from blocks b where b.actor = $1 and b.target = p.author))
                and ($1 = 0 or not exists (select from mutes m where m.actor = $1 and m.target = p.author and (m.expires_at is null or m.expires_at > now())))
            order by t.below, t.up, t.path
            """);
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = post });
        var (ancestors, descendants) = (new List<long>(), new List<long>());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            (reader.GetBoolean(1) ? descendants : ancestors).Add(reader.GetInt64(0));
        }

        return new(ancestors, descendants);
    }
}
