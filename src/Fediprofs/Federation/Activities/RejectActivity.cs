using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody does not want a local person to follow them, or no longer.</summary>
internal static partial class RejectActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance) =>
        AcceptActivity.TouchFollow(((Reject)incoming.Activity).Object, touched);

    public static Receipt Receive(Reception reception)
    {
        var reject = (Reject)reception.Incoming.Activity;
        return AcceptActivity.FollowerOf(reject.Object, reception) is { } follower
            ? new Receipt.Applied(new FollowEnded(follower, reception.Signer.Id, reception.Signer.Id, reject.Object.Id))
            : new Receipt.Ignored("rejects no follow of ours");
    }
}
