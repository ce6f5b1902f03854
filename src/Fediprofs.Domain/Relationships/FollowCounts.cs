using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A follow as a pair of actor ids.</summary>
internal readonly record struct FollowPair(long Follower, long Followed);

/// <summary>Moves the follow counts of both ends: one update an actor and batch.</summary>
internal static class FollowCounts
{
    public static async Task AddAsync(RowWriting writing, IReadOnlyCollection<FollowPair> pairs, int by, CancellationToken cancel)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        var followers = pairs.GroupBy(p => p.Followed).ToDictionary(g => g.Key, g => g.Count() * by);
        var following = pairs.GroupBy(p => p.Follower).ToDictionary(g => g.Key, g => g.Count() * by);
        var actors = followers.Keys.Union(following.Keys).Order().ToArray();
        // An update takes its row locks in no promised order: take them sorted before.
        await writing.ExecuteAsync("select 1 from actors where id = any($1) order by id for no key update", cancel, actors);
        await writing.ExecuteAsync(
            """
            update actors a set followers_count = greatest(0, a.followers_count + n.followers), following_count = greatest(0, a.following_count + n.following)
            from unnest($1::bigint[], $2::int[], $3::int[]) as n(id, followers, following) where a.id = n.id
            """,
            cancel,
            actors,
            actors.Select(a => followers.GetValueOrDefault(a)).ToArray(),
            actors.Select(a => following.GetValueOrDefault(a)).ToArray());
    }

    /// <summary>Counts and tells follows that were deleted; one that had only been requested was never counted.</summary>
    public static async Task EndedAsync(RowWriting writing, IReadOnlyCollection<(FollowPair Pair, FollowState State)> ended, CancellationToken cancel)
    {
        await AddAsync(writing, [.. ended.Where(e => e.State == FollowState.Accepted).Select(e => e.Pair)], -1, cancel);
        writing.Changes.AddRange(ended.Select(e => new ChangeRow(ChangeKind.Unfollowed, e.Pair.Follower, Related: e.Pair.Followed)));
    }

    /// <summary>Reads (follower, followed, state) rows.</summary>
    public static async Task<List<(FollowPair Pair, FollowState State)>> ReadAsync(Npgsql.NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<(FollowPair, FollowState)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((new(reader.GetInt64(0), reader.GetInt64(1)), (FollowState)reader.GetInt16(2)));
        }

        return rows;
    }
}
