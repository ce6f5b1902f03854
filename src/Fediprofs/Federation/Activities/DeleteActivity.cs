using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>A post is gone, or an actor with everything of theirs. The id never comes back, even if it has not come yet.</summary>
internal static partial class DeleteActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        var id = ((Delete)incoming.Activity).Object.Id;
        touched.Post(id);
        touched.Actor(id);
    }

    public static Receipt Receive(Reception reception)
    {
        var delete = (Delete)reception.Incoming.Activity;
        if (delete.IsOfActorItself)
        {
            return new Receipt.Applied(new ActorRemoved(reception.Signer.Uri));
        }

        if (reception.OwnId(delete.Object.Id) is not { } id)
        {
            return new Receipt.Refused("deletes what is on another host");
        }

        if (reception.Known.Actor(id) is not null)
        {
            return new Receipt.Refused("deletes another actor");
        }

        if (reception.Known.Post(id) is not { } post)
        {
            return new Receipt.Applied(new PostRemoved(id, reception.Signer.Id));
        }

        // What was entered into a group (Mobilizon) is taken back by whoever entered it.
        var mayDelete = post.Author == reception.Signer.Id || (post.AuthorKind == ActorKind.Group && reception.OwnId(post.AuthorUri) is not null);
        return mayDelete
            ? new Receipt.Applied(new PostRemoved(id, post.Author))
            : new Receipt.Refused("deletes the post of another");
    }
}
