using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person follows no longer, or takes a request back.</summary>
/// <param name="Follower">Who followed.</param>
/// <param name="Followed">Who was followed.</param>
public sealed record UnfollowActor(long Follower, long Followed)
{
    /// <summary>Decides: nothing where there is no follow; a remote actor is told which Follow is undone.</summary>
    public static RelationshipDecision Decide(ActorPair pair, UnfollowActor command, long id, string activityUri)
    {
        if (pair.Following is not { } follow)
        {
            return RelationshipDecision.Nothing;
        }

        return new(
            new FollowEnded(command.Follower, command.Followed, command.Follower, follow.ActivityUri),
            pair.Target.Local
                ? null
                : new(id, OutgoingKind.UndoFollow, command.Follower, command.Followed, activityUri, command.Followed, new() { ObjectUri = follow.ActivityUri, InnerObjectUri = pair.Target.Uri }));
    }
}

/// <summary>Handles <see cref="UnfollowActor"/>.</summary>
public sealed class UnfollowActorHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(UnfollowActor command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Follower, command.Followed, (pair, unit) =>
        {
            var id = ids.Next();
            return UnfollowActor.Decide(pair, command, id, uris.Activity(id)).Enter(unit);
        }, cancel);
}
