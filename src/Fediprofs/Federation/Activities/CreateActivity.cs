using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody published a post: a note, a question, an answer, or what becomes a post with a title and a link.</summary>
internal static partial class CreateActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        touched.Post(((Create)incoming.Activity).Object.Id);
        if (incoming.Post is { } post)
        {
            TouchPost(post, touched, instance);
        }
    }

    public static Receipt Receive(Reception reception)
    {
        var create = (Create)reception.Incoming.Activity;
        if (reception.Incoming.Post is { } post)
        {
            return Misattributed(post.Document, reception) ?? Take(post, reception);
        }

        if (create.Object.Embedded is not null || reception.OwnId(create.Object.Id) is not { } id)
        {
            return new Receipt.Ignored("creates no post");
        }

        return reception.Known.Post(id) is null && !reception.Known.IsGone(id) && reception.Signer.FollowedHere
            ? new Receipt.Awaiting(id)
            : new Receipt.Ignored("names a post by its id alone");
    }

    /// <summary>Whoever a post names.</summary>
    internal static void TouchPost(RemotePost post, Touched touched, InstanceUris instance)
    {
        touched.Post(post.Document.Id);
        touched.Post(post.Document.InReplyTo);
        touched.Actor(post.Document.AuthorId);
        foreach (var mention in post.Mentioned)
        {
            touched.Actor(mention.Href);
        }

        foreach (var recipient in post.RecipientsOf(instance))
        {
            touched.Actor(recipient);
        }
    }

    /// <summary>
    /// Why a post cannot be what its sender says; null when it can. Its host is its sender's (FEP-fe34), and its author is the sender:
    /// among several authors (PeerTube: person and channel) one of them, and for what is entered into a group (Mobilizon's events) a group of the same host.
    /// </summary>
    internal static Receipt.Refused? Misattributed(PostObject post, Reception reception)
    {
        if (reception.OwnId(post.Id) is null)
        {
            return new("a post of another host than its actor's");
        }

        if (post.AttributedTo.Contains(reception.Signer.Uri, StringComparer.Ordinal))
        {
            return null;
        }

        return post.Type is not ("Note" or "Question" or "ChatMessage") && reception.OwnId(post.AuthorId) is not null
            ? null
            : new("a post attributed to another");
    }

    /// <summary>Stores a post that is not known yet.</summary>
    internal static Receipt Take(RemotePost post, Reception reception)
    {
        var document = post.Document;
        if (document.IsVote)
        {
            return new Receipt.Ignored("a vote in no poll of ours");
        }

        if (reception.Known.IsGone(document.Id))
        {
            return new Receipt.Ignored("a post that was deleted");
        }

        if (reception.Known.Post(document.Id) is not null)
        {
            return new Receipt.Ignored("a post that is known");
        }

        var author = AuthorOf(document, reception);
        if (author is null)
        {
            return new Receipt.Awaiting(document.AuthorId!);
        }

        if (author.Gone)
        {
            return new Receipt.Ignored("its author is gone");
        }

        var local = LocalReaders(post, reception);
        var row = post.ToRow(Surroundings(author, local, reception), reception.Ids.At(document.Published ?? reception.Now), reception.Incoming.Activity.Published, reception.Now);
        if (!IsRelated(row, author, local.Count > 0, reception))
        {
            return new Receipt.Ignored("related to nobody here");
        }

        return new Receipt.Applied(new PostAdded(row)) { Wanted = MissingParent(document, reception) };
    }

    /// <summary>The author; null when not known yet.</summary>
    internal static KnownActor? AuthorOf(PostObject document, Reception reception) =>
        document.AuthorId is not { } id || string.Equals(id, reception.Signer.Uri, StringComparison.Ordinal)
            ? reception.Signer
            : reception.Known.Actor(id);

    /// <summary>Local people who are mentioned or addressed.</summary>
    internal static List<KnownActor> LocalReaders(RemotePost post, Reception reception) =>
        [.. post.Mentioned.Select(m => m.Href).Concat(post.RecipientsOf(reception.Instance))
            .Select(reception.LocalPerson).OfType<KnownActor>().DistinctBy(a => a.Id)];

    /// <summary>What is known of those whom a post names.</summary>
    internal static PostSurroundings Surroundings(KnownActor author, List<KnownActor> local, Reception reception) => new()
    {
        Author = author.Id,
        AuthorFollowers = author.FollowersUri,
        Actor = uri => reception.Known.Actor(uri) is { Gone: false } actor ? actor.Mention : null,
        Post = uri => reception.Known.Post(uri) is { } parent ? new(parent.Id, parent.Author, parent.Thread) : null,
        Addressed = [.. local.Select(a => a.Id)],
    };

    // Mastodon's related_to_local_activity?, and what answers a question that somebody here can see.
    private static bool IsRelated(PostRow row, KnownActor author, bool addressesLocals, Reception reception)
    {
        if (addressesLocals)
        {
            return true;
        }

        if (row.Visibility == Visibility.Direct)
        {
            return false;
        }

        return author.FollowedHere || reception.Signer.FollowedHere
            || (reception.Known.Post(row.InReplyToUri) is { } parent && (parent.Local || parent.AuthorFollowedHere || parent.IsQuestion));
    }

    private static string? MissingParent(PostObject document, Reception reception) =>
        document.InReplyTo is { } parent && WebAddress.IsWeb(parent) && !reception.Instance.IsOurs(parent)
            && reception.Known.Post(parent) is null && !reception.Known.IsGone(parent)
            ? parent
            : null;
}
