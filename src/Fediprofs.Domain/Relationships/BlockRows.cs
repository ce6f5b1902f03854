using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>Writes <see cref="BlockSet"/>: follows in both directions end with it.</summary>
internal sealed class BlockSets : IRowWriter
{
    public Type Kind => typeof(BlockSet);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var wanted = rows.Cast<BlockSet>().GroupBy(b => (b.Actor, b.Target)).Select(g => g.Last())
            .OrderBy(b => b.Actor).ThenBy(b => b.Target).ToList();
        await using var command = writing.Command(
            """
            insert into blocks as b (actor, target, id, activity_uri, activity_key, created_at)
            select n.actor, n.target, n.id, n.uri, n.key, n.at
            from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::timestamptz[]) as n(actor, target, id, uri, key, at)
            join actors x on x.id = n.actor and x.deleted_at is null
            join actors y on y.id = n.target and y.deleted_at is null
            where n.actor <> n.target and not exists (select from tombstones t where t.uri_key = n.key and t.at > $7)
            order by n.actor, n.target
            on conflict (actor, target) do update set activity_uri = excluded.activity_uri, activity_key = excluded.activity_key
            returning b.actor, b.target, b.xmax = 0
            """,
            wanted.Select(b => b.Actor).ToArray(),
            wanted.Select(b => b.Target).ToArray(),
            wanted.Select(b => b.Id).ToArray(),
            wanted.Select(b => b.ActivityUri).ToArray(),
            wanted.Select(b => b.ActivityUri is null ? (Guid?)null : UriKey.Of(b.ActivityUri)).ToArray(),
            wanted.Select(b => b.At).ToArray(),
            writing.Now - UndoneIds.Refused);
        var made = new List<(long Actor, long Target)>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                // xmax is set where the row was there before.
                if (reader.GetBoolean(2))
                {
                    made.Add((reader.GetInt64(0), reader.GetInt64(1)));
                }
            }
        }

        if (made.Count == 0)
        {
            return;
        }

        writing.Changes.AddRange(made.Select(b => new ChangeRow(ChangeKind.Blocked, b.Actor, Related: b.Target)));
        await using var severing = writing.Command(
            """
            with locked as (
                select f.follower, f.followed from follows f join unnest($1::bigint[], $2::bigint[]) as n(actor, target)
                    on (f.follower = n.actor and f.followed = n.target) or (f.follower = n.target and f.followed = n.actor)
                order by 1, 2 for update of f
            )
            delete from follows f using locked l where f.follower = l.follower and f.followed = l.followed
            returning f.follower, f.followed, f.state
            """,
            made.Select(b => b.Actor).ToArray(), made.Select(b => b.Target).ToArray());
        await FollowCounts.EndedAsync(writing, await FollowCounts.ReadAsync(severing, cancel), cancel);
    }
}

/// <summary>Writes <see cref="BlockEnded"/>.</summary>
internal sealed class BlockEnds : IRowWriter
{
    public Type Kind => typeof(BlockEnded);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var ends = rows.Cast<BlockEnded>().ToList();
        // Index: blocks_pkey, or blocks_activity where only the Block's id was told.
        await using var command = writing.Command(
            """
            with named as (
                select b.actor, b.target
                from unnest($1::bigint[], $2::bigint[], $3::uuid[]) as n(actor, target, key)
                join blocks b on b.actor = n.actor and (b.activity_key = n.key
                    or (b.target = n.target and (n.key is null or b.activity_key is null or b.created_at < $4)))
            ), locked as (
                select b.actor, b.target from blocks b join named using (actor, target) order by 1, 2 for update of b
            )
            delete from blocks b using locked l where b.actor = l.actor and b.target = l.target
            returning b.actor, b.target, b.activity_key
            """,
            ends.Select(e => e.Actor).ToArray(),
            ends.Select(e => e.Target).ToArray(),
            ends.Select(e => e.ActivityUri is null ? (Guid?)null : UriKey.Of(e.ActivityUri)).ToArray(),
            writing.Now - UndoneIds.Overtaken);
        var ids = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                writing.Changes.Add(new(ChangeKind.Unblocked, reader.GetInt64(0), Related: reader.GetInt64(1)));
                if (!reader.IsDBNull(2))
                {
                    ids.Add(reader.GetGuid(2));
                }
            }
        }

        await UndoneIds.SetAsync(writing, [.. ends.Where(e => e.ActivityUri is not null).Select(e => (e.Actor, e.ActivityUri!))], ids, cancel);
    }
}
