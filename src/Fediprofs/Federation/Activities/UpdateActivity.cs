using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>Somebody edited a post, changed a question or poll silently, or changed their profile.</summary>
internal static partial class UpdateActivity
{
    // An older post that was never here is not made new by an edit (Mastodon does the same).
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        if (incoming.Post is { } post)
        {
            CreateActivity.TouchPost(post, touched, instance);
        }
    }

    public static Receipt Receive(Reception reception)
    {
        var update = (Update)reception.Incoming.Activity;
        if (reception.Incoming.Post is { } post)
        {
            return CreateActivity.Misattributed(post.Document, reception) ?? Revise(post, reception);
        }

        if (!string.Equals(update.Object.Id, reception.Signer.Uri, StringComparison.Ordinal))
        {
            return update.Object.Embedded?.AsActor() is null
                ? new Receipt.Ignored("updates no post and no profile")
                : new Receipt.Refused("updates the profile of another");
        }

        return update.Object.Embedded?.AsActor() is { } actor && RemoteActor.Read(actor, reception.Signer.Id, reception.Signer.Domain, reception.Now) is { } stored
            ? new Receipt.Applied(stored)
            : new Receipt.Ignored("updates a profile without showing it");
    }

    private static Receipt Revise(RemotePost post, Reception reception)
    {
        var document = post.Document;
        if (reception.Known.Post(document.Id) is not { } known)
        {
            return reception.Now - (document.Published ?? reception.Now) > Recent
                ? new Receipt.Ignored("an old post that is not known")
                : CreateActivity.Take(post, reception);
        }

        if (CreateActivity.AuthorOf(document, reception) is not { } author || author.Id != known.Author)
        {
            return new Receipt.Refused("gives a known post to another author");
        }

        // A silent change repeats the old "updated" or has none: then only its arrival says when it was told.
        var told = reception.Incoming.Activity.Published ?? (document.Updated != known.UpdatedAt ? document.Updated : null) ?? reception.Incoming.ReceivedAt;
        var row = post.ToRow(CreateActivity.Surroundings(author, CreateActivity.LocalReaders(post, reception), reception), known.Id, told, reception.Now);
        // Mastodon: the same or no "updated" is an implicit update, of which people see nothing.
        var explicitly = row.UpdatedAt is { } updated && updated > (known.UpdatedAt ?? known.PublishedAt);
        return new Receipt.Applied(new PostChanged(row, explicitly));
    }
}
