using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Visibility = Fediprofs.Domain.Posts.Visibility;
using WireVisibility = Fediprofs.ActivityPub.Vocabulary.Visibility;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody boosts a post: ours, one that is known, or one to fetch. A group passes on what was posted into it (FEP-1b12).</summary>
internal static partial class AnnounceActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        touched.Own(incoming.Activity.Id);
        touched.Post(PostOf((Announce)incoming.Activity));
    }

    public static Receipt Receive(Reception reception)
    {
        var announce = (Announce)reception.Incoming.Activity;
        if (PostOf(announce) is not { } uri)
        {
            return new Receipt.Ignored("announces no post");
        }

        if (reception.UndoneBefore(announce.Id) is { } undone)
        {
            return undone;
        }

        if (reception.Known.IsGone(uri))
        {
            return new Receipt.Ignored("boosts a post that was deleted");
        }

        if (reception.Known.Post(uri) is not { } post)
        {
            // Only the author's host says what a post is, so what is embedded here is not believed.
            return reception.Instance.IsOurs(uri) || !WebAddress.IsWeb(uri) ? new Receipt.Ignored("boosts no post of ours")
                : reception.Signer.FollowedHere ? new Receipt.Awaiting(uri)
                : new Receipt.Ignored("a boost by somebody whom nobody here follows");
        }

        var visibility = VisibilityOf(announce, reception.Signer);
        var own = post.Author == reception.Signer.Id;
        // A followers-only post that its author boosts stays among the followers, whatever the boost says.
        visibility = own && post.Visibility == Visibility.Followers ? Visibility.Followers : visibility;
        return Boosting.Check(post.Visibility, own, visibility) is null
            ? new Receipt.Applied(new ReactionAdded(
                reception.Signer.Id, post.Id, ReactionKind.Boost, reception.Ids.At(reception.At), reception.OwnId(announce.Id), reception.At, visibility, Local: false))
            : new Receipt.Refused("boosts a post that may not be boosted");
    }

    public static Receipt Undo(Announce announce, Reception reception)
    {
        var post = reception.Known.Post(PostOf(announce));
        var id = reception.OwnId(announce.Id);
        return post is null && id is null
            ? new Receipt.Ignored("undoes a boost of no known post")
            : new Receipt.Applied(new ReactionRemoved(reception.Signer.Id, post?.Id, post is null ? null : ReactionKind.Boost, id));
    }

    /// <summary>The post that is boosted; of a group's Announce{Create{…}} the post inside; null for anything else that a group passes on.</summary>
    internal static string? PostOf(Announce announce) => announce.PassedOn switch
    {
        null => announce.Object.Id,
        Create create => create.Object.Id,
        _ => null,
    };

    private static Visibility VisibilityOf(Announce announce, KnownActor booster) => announce.Audience.VisibilityFor(booster.FollowersUri) switch
    {
        WireVisibility.Public => Visibility.Public,
        WireVisibility.Followers => Visibility.Followers,
        _ => Visibility.Unlisted,
    };
}
