using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>Writes <see cref="FollowEnded"/>: only the follower or the followed can end a follow.</summary>
internal sealed class FollowEnds : IRowWriter
{
    public Type Kind => typeof(FollowEnded);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var ends = rows.Cast<FollowEnded>().ToList();
        // Index: follows_pkey, or follows_activity where only the Follow's id was told. An undo that names another id of a
        // young follow was overtaken by it; who is followed ends whatever there is.
        await using var command = writing.Command(
            """
            with named as (
                select distinct f.follower, f.followed
                from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[]) as n(follower, followed, by, key)
                join follows f on f.follower = n.follower and f.followed = n.followed
                where n.by in (f.follower, f.followed)
                    and (n.key is null or f.activity_key is null or f.activity_key = n.key or n.by = f.followed or f.created_at < $5)
                union
                select f.follower, f.followed
                from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[]) as n(follower, followed, by, key)
                join follows f on f.activity_key = n.key
                where n.by in (f.follower, f.followed) and coalesce(n.follower, f.follower) = f.follower and coalesce(n.followed, f.followed) = f.followed
            ), locked as (
                select f.follower, f.followed from follows f join named using (follower, followed) order by 1, 2 for update of f
            )
            delete from follows f using locked l where f.follower = l.follower and f.followed = l.followed
            returning f.follower, f.followed, f.state, f.activity_key
            """,
            ends.Select(e => e.Follower).ToArray(),
            ends.Select(e => e.Followed).ToArray(),
            ends.Select(e => e.By).ToArray(),
            ends.Select(e => e.ActivityUri is null ? (Guid?)null : UriKey.Of(e.ActivityUri)).ToArray(),
            writing.Now - UndoneIds.Overtaken);
        var ended = new List<(FollowPair Pair, FollowState State)>();
        var ids = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                ended.Add((new(reader.GetInt64(0), reader.GetInt64(1)), (FollowState)reader.GetInt16(2)));
                if (!reader.IsDBNull(3))
                {
                    ids.Add(reader.GetGuid(3));
                }
            }
        }

        await UndoneIds.SetAsync(writing, [.. ends.Where(e => e.ActivityUri is not null).Select(e => (e.By, e.ActivityUri!))], ids, cancel);
        await FollowCounts.EndedAsync(writing, ended, cancel);
    }
}
