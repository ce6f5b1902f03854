using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person accepts to be followed.</summary>
/// <param name="Followed">Who accepts.</param>
/// <param name="Follower">Who asked.</param>
public sealed record AcceptFollowRequest(long Followed, long Follower)
{
    /// <summary>Decides: refused where nobody asked; nothing where it was accepted before.</summary>
    public static Outcome<RelationshipDecision> Decide(ActorPair pair, AcceptFollowRequest command, long id, string activityUri)
    {
        if (pair.FollowedBy is not { } request)
        {
            return Refusal.NotFound;
        }

        if (request.State == FollowState.Accepted)
        {
            return RelationshipDecision.Nothing;
        }

        return new RelationshipDecision(
            new FollowAccepted(command.Followed, command.Follower, request.ActivityUri),
            FollowAnswer.To(OutgoingKind.AcceptFollow, pair, request, id, activityUri));
    }
}

/// <summary>Handles <see cref="AcceptFollowRequest"/>.</summary>
public sealed class AcceptFollowRequestHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(AcceptFollowRequest command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Followed, command.Follower, (pair, unit) =>
        {
            var id = ids.Next();
            var decision = AcceptFollowRequest.Decide(pair, command, id, uris.Activity(id));
            return decision.Refused ? decision.Refusal!.Value : decision.Value.Enter(unit);
        }, cancel);
}
