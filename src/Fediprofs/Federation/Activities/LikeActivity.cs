using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody favourites a post; reactions by emoji (Misskey's Like with content, Pleroma's EmojiReact) count as such.</summary>
internal static partial class LikeActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        touched.Own(incoming.Activity.Id);
        touched.Post(PostOf(incoming.Activity));
    }

    public static Receipt Receive(Reception reception)
    {
        var like = reception.Incoming.Activity;
        if (reception.UndoneBefore(like.Id) is { } undone)
        {
            return undone;
        }

        return reception.Known.Post(PostOf(like)) is { } post
            ? new Receipt.Applied(new ReactionAdded(
                reception.Signer.Id, post.Id, ReactionKind.Favourite, reception.Ids.Next(), reception.OwnId(like.Id), reception.At, Visibility.Public, Local: false))
            : new Receipt.Ignored("favourites no known post");
    }

    public static Receipt Undo(Like like, Reception reception)
    {
        var post = reception.Known.Post(like.Object.Id);
        var id = reception.OwnId(like.Id);
        return post is null && id is null
            ? new Receipt.Ignored("undoes a favourite of no known post")
            : new Receipt.Applied(new ReactionRemoved(reception.Signer.Id, post?.Id, post is null ? null : ReactionKind.Favourite, id));
    }

    private static string? PostOf(Activity activity) => activity switch
    {
        Like like => like.Object.Id,
        UnknownActivity reaction => reaction.Object?.Id,
        _ => null,
    };
}
