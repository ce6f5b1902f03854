using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person does not want to be followed by somebody who asked.</summary>
/// <param name="Followed">Who rejects.</param>
/// <param name="Follower">Who asked.</param>
public sealed record RejectFollowRequest(long Followed, long Follower)
{
    /// <summary>Decides: refused where nobody asks (an accepted follower is removed by <see cref="RemoveFollower"/>).</summary>
    public static Outcome<RelationshipDecision> Decide(ActorPair pair, RejectFollowRequest command, long id, string activityUri) =>
        pair.FollowedBy is { State: FollowState.Requested } request
            ? new RelationshipDecision(
                new FollowEnded(command.Follower, command.Followed, command.Followed, request.ActivityUri),
                FollowAnswer.To(OutgoingKind.RejectFollow, pair, request, id, activityUri))
            : Refusal.NotFound;
}

/// <summary>Handles <see cref="RejectFollowRequest"/>.</summary>
public sealed class RejectFollowRequestHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(RejectFollowRequest command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Followed, command.Follower, (pair, unit) =>
        {
            var id = ids.Next();
            var decision = RejectFollowRequest.Decide(pair, command, id, uris.Activity(id));
            return decision.Refused ? decision.Refusal!.Value : decision.Value.Enter(unit);
        }, cancel);
}
