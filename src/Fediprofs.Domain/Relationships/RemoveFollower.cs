using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person removes a follower.</summary>
/// <param name="Followed">Who removes.</param>
/// <param name="Follower">Who followed.</param>
public sealed record RemoveFollower(long Followed, long Follower)
{
    /// <summary>Decides: nothing where nobody follows; a remote follower is told by a Reject of the Follow accepted before.</summary>
    public static RelationshipDecision Decide(ActorPair pair, RemoveFollower command, long id, string activityUri) =>
        pair.FollowedBy is { } follow
            ? new(
                new FollowEnded(command.Follower, command.Followed, command.Followed, follow.ActivityUri),
                FollowAnswer.To(OutgoingKind.RejectFollow, pair, follow, id, activityUri))
            : RelationshipDecision.Nothing;
}

/// <summary>Handles <see cref="RemoveFollower"/>.</summary>
public sealed class RemoveFollowerHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(RemoveFollower command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Followed, command.Follower, (pair, unit) =>
        {
            var id = ids.Next();
            return RemoveFollower.Decide(pair, command, id, uris.Activity(id)).Enter(unit);
        }, cancel);
}
