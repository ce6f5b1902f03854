using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody accepts that a local person follows them.</summary>
internal static partial class AcceptActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance) => TouchFollow(((Accept)incoming.Activity).Object, touched);

    public static Receipt Receive(Reception reception)
    {
        var accept = (Accept)reception.Incoming.Activity;
        return FollowerOf(accept.Object, reception) is { } follower
            ? new Receipt.Applied(new FollowAccepted(reception.Signer.Id, follower, accept.Object.Id))
            : new Receipt.Ignored("accepts no follow of ours");
    }

    /// <summary>The request may be embedded or a bare id (Pleroma).</summary>
    internal static void TouchFollow(ObjectRef request, Touched touched)
    {
        touched.Act(request.Id);
        if (request.Embedded?.AsActivity() is Follow follow)
        {
            touched.ChangedActor(follow.ActorId);
        }
    }

    /// <summary>The local person whose follow of the signer is meant: only the followed answers.</summary>
    internal static long? FollowerOf(ObjectRef request, Reception reception)
    {
        if (reception.Known.Act(request.Id) is { } act)
        {
            return act.Kind == ActKind.Follow && act.Object == reception.Signer.Id ? act.Actor : null;
        }

        return request.Embedded?.AsActivity() is Follow follow
            && string.Equals(follow.Object.Id, reception.Signer.Uri, StringComparison.Ordinal)
            && reception.LocalPerson(follow.ActorId) is { } follower
            ? follower.Id
            : null;
    }
}
