using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>
/// Writes <see cref="FollowSet"/>: two hundred follows are one insert and one update of counts. Callers hold the locks of the
/// actors' ids.
/// </summary>
internal sealed class FollowSets : IRowWriter
{
    // Index: follows_pkey, tombstones_pkey, blocks_pkey.
    private const string Insert =
        """
        insert into follows (follower, followed, id, state, activity_uri, activity_key, show_boosts, notify, created_at)
        select n.follower, n.followed, n.id, n.state, n.uri, n.key, n.show_boosts, n.notify, n.at
        from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::text[], $6::uuid[], $7::bool[], $8::bool[], $9::timestamptz[])
            as n(follower, followed, id, state, uri, key, show_boosts, notify, at)
        join actors a on a.id = n.follower and a.deleted_at is null
        join actors b on b.id = n.followed and b.deleted_at is null
        where n.follower <> n.followed
            and not exists (select from tombstones t where t.uri_key = n.key and t.at > $10)
            and not exists (select from blocks x where (x.actor = n.followed and x.target = n.follower) or (x.actor = n.follower and x.target = n.followed))
        order by n.follower, n.followed
        on conflict (follower, followed) do nothing
        returning follower, followed, state
        """;

    private const string Update =
        """
        with known as (
            select f.follower, f.followed, f.state, n.state wanted, n.uri, n.key, n.show_boosts, n.notify
            from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::uuid[], $6::bool[], $7::bool[])
                as n(follower, followed, state, uri, key, show_boosts, notify)
            join follows f on f.follower = n.follower and f.followed = n.followed
            where not exists (select from tombstones t where t.uri_key = n.key and t.at > $8)
            order by f.follower, f.followed for no key update of f
        )
        update follows f set state = greatest(f.state, k.wanted), activity_uri = coalesce(k.uri, f.activity_uri),
            activity_key = coalesce(k.key, f.activity_key), show_boosts = k.show_boosts, notify = k.notify
        from known k where f.follower = k.follower and f.followed = k.followed
        returning f.follower, f.followed, f.state, k.state
        """;

    public Type Kind => typeof(FollowSet);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var all = rows.Cast<FollowSet>().ToList();
        // The last of a pair says what is wanted; an accepted one among them stays accepted.
        var wanted = all.GroupBy(f => new FollowPair(f.Follower, f.Followed))
            .Select(g => g.Last() with { State = g.Max(f => f.State) })
            .OrderBy(f => f.Follower).ThenBy(f => f.Followed).ToList();
        var refusedSince = writing.Now - UndoneIds.Refused;
        var made = await InsertAsync(writing, wanted, refusedSince, cancel);
        var standing = made.ToDictionary(m => m.Pair, m => m.State);
        var told = made.ToList();
        var rest = wanted.Where(f => !standing.ContainsKey(new(f.Follower, f.Followed))).ToList();
        if (rest.Count > 0)
        {
            foreach (var (pair, state, before) in await UpdateAsync(writing, rest, refusedSince, cancel))
            {
                standing[pair] = state;
                if (state != before)
                {
                    told.Add((pair, state));
                }
            }
        }

        await FollowCounts.AddAsync(writing, [.. told.Where(t => t.State == FollowState.Accepted).Select(t => t.Pair)], 1, cancel);
        writing.Changes.AddRange(told.Select(t => new ChangeRow(
            t.State == FollowState.Accepted ? ChangeKind.Followed : ChangeKind.FollowRequested, t.Pair.Follower, Related: t.Pair.Followed)));
        // A repeated Follow is answered again: the peer lost our first answer.
        writing.Outgoing.AddRange(all
            .Where(f => f.Answer is not null && standing.TryGetValue(new(f.Follower, f.Followed), out var state) && state == FollowState.Accepted)
            .DistinctBy(f => (f.Follower, f.Followed, f.ActivityUri))
            .Select(f => f.Answer!));
    }

    private static async Task<List<(FollowPair Pair, FollowState State)>> InsertAsync(RowWriting writing, List<FollowSet> wanted, DateTimeOffset refusedSince, CancellationToken cancel)
    {
        await using var command = writing.Command(
            Insert,
            wanted.Select(f => f.Follower).ToArray(),
            wanted.Select(f => f.Followed).ToArray(),
            wanted.Select(f => f.Id).ToArray(),
            wanted.Select(f => (short)f.State).ToArray(),
            wanted.Select(f => f.ActivityUri).ToArray(),
            wanted.Select(f => Key(f.ActivityUri)).ToArray(),
            wanted.Select(f => f.ShowBoosts).ToArray(),
            wanted.Select(f => f.Notify).ToArray(),
            wanted.Select(f => f.At).ToArray(),
            refusedSince);
        return await FollowCounts.ReadAsync(command, cancel);
    }

    private static async Task<List<(FollowPair Pair, FollowState State, FollowState Before)>> UpdateAsync(RowWriting writing, List<FollowSet> rest, DateTimeOffset refusedSince, CancellationToken cancel)
    {
        await using var command = writing.Command(
            Update,
            rest.Select(f => f.Follower).ToArray(),
            rest.Select(f => f.Followed).ToArray(),
            rest.Select(f => (short)f.State).ToArray(),
            rest.Select(f => f.ActivityUri).ToArray(),
            rest.Select(f => Key(f.ActivityUri)).ToArray(),
            rest.Select(f => f.ShowBoosts).ToArray(),
            rest.Select(f => f.Notify).ToArray(),
            refusedSince);
        var rows = new List<(FollowPair, FollowState, FollowState)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((new(reader.GetInt64(0), reader.GetInt64(1)), (FollowState)reader.GetInt16(2), (FollowState)reader.GetInt16(3)));
        }

        return rows;
    }

    private static Guid? Key(string? uri) => uri is null ? null : UriKey.Of(uri);
}
