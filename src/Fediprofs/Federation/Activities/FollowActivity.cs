using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody follows a local person, and takes it back.</summary>
internal static partial class FollowActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        var follow = (Follow)incoming.Activity;
        touched.ChangedActor(follow.Object.Id);
        touched.Own(follow.Id);
    }

    public static Receipt Receive(Reception reception)
    {
        var follow = (Follow)reception.Incoming.Activity;
        if (reception.OwnId(follow.Id) is not { } id)
        {
            // Our Accept names the Follow by its id.
            return new Receipt.Refused("a Follow needs an id on its actor's host");
        }

        if (reception.LocalPerson(follow.Object.Id) is not { } followed)
        {
            return new Receipt.Ignored("follows nobody here");
        }

        var row = reception.Ids.Next();
        var answer = reception.Ids.Next();
        var accept = new Outgoing(
            answer, OutgoingKind.AcceptFollow, followed.Id, row, reception.Instance.Activity(answer), reception.Signer.Id,
            new() { ObjectUri = id, InnerActorUri = reception.Signer.Uri, InnerObjectUri = followed.Uri });
        return new Receipt.Applied(new FollowSet(
            reception.Signer.Id, followed.Id, row, followed.Locked ? FollowState.Requested : FollowState.Accepted, id, reception.At, Answer: accept));
    }

    /// <summary>By pair as well as by id: Mastodon's Undo may name a Follow with another id than the first one had.</summary>
    public static Receipt Undo(Follow follow, Reception reception)
    {
        var followed = reception.Known.Actor(follow.Object.Id);
        var id = reception.OwnId(follow.Id);
        return followed is null && id is null
            ? new Receipt.Ignored("undoes a follow of nobody here")
            : new Receipt.Applied(new FollowEnded(reception.Signer.Id, followed?.Id, reception.Signer.Id, id));
    }
}
