using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>Our answer to a Follow from outside.</summary>
internal static class FollowAnswer
{
    /// <summary>An Accept or Reject of the target's follow of the actor; null where the target lives here.</summary>
    public static Outgoing? To(OutgoingKind kind, ActorPair pair, StandingFollow follow, long id, string activityUri) => pair.Target.Local
        ? null
        : new(id, kind, pair.Actor.Id, pair.Target.Id, activityUri, pair.Target.Id, new()
        {
            ObjectUri = follow.ActivityUri,
            InnerActorUri = pair.Target.Uri,
            InnerObjectUri = pair.Actor.Uri,
        });
}
