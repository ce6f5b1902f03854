using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>Writes <see cref="FollowAccepted"/>: a request that is there becomes a follow; there is nothing else to accept.</summary>
internal sealed class FollowAnswers : IRowWriter
{
    public Type Kind => typeof(FollowAccepted);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var answers = rows.Cast<FollowAccepted>().ToList();
        // Index: follows_pkey, or follows_activity where only the Follow's id was told.
        await using var command = writing.Command(
            """
            with asked as (
                select f.follower, f.followed
                from unnest($1::bigint[], $2::bigint[], $3::uuid[]) as n(followed, follower, key)
                join follows f on f.followed = n.followed and ((f.follower = n.follower) or (n.follower is null and f.activity_key = n.key))
                where f.state = 0
                order by 1, 2 for no key update of f
            )
            update follows f set state = 1 from asked a
            where f.follower = a.follower and f.followed = a.followed and f.state = 0
            returning f.follower, f.followed, f.state
            """,
            answers.Select(a => a.Followed).ToArray(),
            answers.Select(a => a.Follower).ToArray(),
            answers.Select(a => a.ActivityUri is null ? (Guid?)null : UriKey.Of(a.ActivityUri)).ToArray());
        var accepted = await FollowCounts.ReadAsync(command, cancel);
        await FollowCounts.AddAsync(writing, [.. accepted.Select(a => a.Pair)], 1, cancel);
        writing.Changes.AddRange(accepted.Select(a => new ChangeRow(ChangeKind.Followed, a.Pair.Follower, Related: a.Pair.Followed)));
    }
}
