using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>Counts followers and followed again. Indexes: follows_followed, follows_follower.</summary>
internal sealed class FollowRecount : IRecount
{
    public async Task<bool> RecountAsync(RowWriting writing, long actor, CancellationToken cancel) =>
        await writing.ExecuteAsync(
            """
            update actors a set followers_count = n.followers, following_count = n.following
            from (select (select count(*)::int from follows where followed = $1 and state = 1) followers,
                (select count(*)::int from follows where follower = $1 and state = 1) following) n
            where a.id = $1 and (a.followers_count, a.following_count) <> (n.followers, n.following)
            """, cancel, actor) > 0;
}
