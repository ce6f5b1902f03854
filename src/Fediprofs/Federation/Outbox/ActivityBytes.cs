using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Documents;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Federation.Outbox;

/// <summary>
/// Makes the bytes of an activity, once for all its recipients. Without a proof: Mastodon would not pass on what carries one
/// (federation-facts §3.8).
/// </summary>
internal sealed class ActivityBytes(Notes notes, Documents.Actors actors, ActorLookup people, InstanceUris uris)
{
    /// <summary>The UTF-8 JSON; null when what it is about has vanished meanwhile.</summary>
    public async Task<byte[]?> OfAsync(Saying saying, CancellationToken cancel)
    {
        var (id, actor, detail) = (saying.Uri, saying.Actor.Uri, saying.Detail);
        switch (saying.Row.Kind)
        {
            case OutgoingKind.Create:
                return await NoteAsync(saying, cancel) is { } created ? ActivityWriter.Create(id, created) : null;
            case OutgoingKind.Update:
                return await NoteAsync(saying, cancel) is { } changed ? ActivityWriter.Update(id, changed, saying.At) : null;
            case OutgoingKind.Delete:
                var audience = await AudienceAsync(saying, cancel);
                return detail.ObjectUri is { } gone ? ActivityWriter.Delete(id, actor, gone, audience.To, audience.Cc, saying.At) : null;
            case OutgoingKind.Announce:
                return saying.Post is null ? null : Boost(saying, saying.Post.Uri);
            case OutgoingKind.UndoAnnounce:
                return Undo(saying, "Announce", detail.InnerObjectUri ?? saying.Post?.Uri, BoostAddressing(saying));
            case OutgoingKind.Like:
                return saying is { Post: { } liked, PostAuthor: { } author } ? ActivityWriter.Like(id, actor, liked.Uri, author.Uri) : null;
            case OutgoingKind.UndoLike:
                return Undo(saying, "Like", detail.InnerObjectUri ?? saying.Post?.Uri, To((saying.Target ?? saying.PostAuthor)?.Uri));
            case OutgoingKind.Follow:
                return saying.Target is { } followed ? ActivityWriter.Follow(id, actor, followed.Uri) : null;
            case OutgoingKind.UndoFollow:
                return Undo(saying, "Follow", saying.Target?.Uri ?? detail.InnerObjectUri, To(saying.Target?.Uri));
            case OutgoingKind.AcceptFollow:
                return FollowOf(saying) is { } accepted ? ActivityWriter.Accept(id, actor, accepted) : null;
            case OutgoingKind.RejectFollow:
                return FollowOf(saying) is { } rejected ? ActivityWriter.Reject(id, actor, rejected) : null;
            case OutgoingKind.Block:
                return saying.Target is { } blocked ? ActivityWriter.Block(id, actor, blocked.Uri) : null;
            case OutgoingKind.UndoBlock:
                return Undo(saying, "Block", saying.Target?.Uri ?? detail.InnerObjectUri, To(saying.Target?.Uri));
            case OutgoingKind.UpdateActor:
                return await actors.OfAsync(saying.Actor, cancel) is { } profile ? ActivityWriter.Update(id, profile, saying.At) : null;
            case OutgoingKind.DeleteActor:
                return ActivityWriter.DeleteActor(id, actor);
            case OutgoingKind.ChooseAnswer:
                return detail.ObjectUri is { } answer && saying.Post is { } question
                    ? ActivityWriter.ChooseAnswer(id, actor, answer, question.Uri, null, ChoiceAddressing(saying).To, ChoiceAddressing(saying).Cc)
                    : null;
            case OutgoingKind.UndoChooseAnswer:
                return Undo(saying, "ChooseAnswer", detail.InnerObjectUri, ChoiceAddressing(saying));
            default:
                throw new InvalidOperationException($"There is no activity for {saying.Row.Kind}.");
        }
    }

    private async Task<NoteDocument?> NoteAsync(Saying saying, CancellationToken cancel) =>
        saying.Post is { Local: true } post ? await notes.OfAsync(post, cancel) : null;

    private byte[] Boost(Saying saying, string post)
    {
        var addressing = BoostAddressing(saying);
        return ActivityWriter.Announce(saying.Uri, saying.Actor.Uri, post, saying.At, addressing.To, addressing.Cc);
    }

    private static byte[]? Undo(Saying saying, string type, string? inner, Addressing addressing) =>
        saying.Detail.ObjectUri is { } undone && inner is not null
            ? ActivityWriter.Undo(saying.Uri, new(undone, type, saying.Actor.Uri, inner), addressing.To, addressing.Cc)
            : null;

    private static EmbeddedActivity? FollowOf(Saying saying) =>
        (saying.Target?.Uri ?? saying.Detail.InnerActorUri) is { } follower
            ? new(saying.Detail.ObjectUri, "Follow", follower, saying.Actor.Uri)
            : null;

    private Addressing BoostAddressing(Saying saying) => Addressing.Of(
        (Visibility?)saying.Detail.Visibility ?? Visibility.Public,
        Followers(saying.Actor),
        saying.PostAuthor is { } author && author.Id != saying.Actor.Id ? [author.Uri] : []);

    private Addressing ChoiceAddressing(Saying saying) => Addressing.Of(
        saying.Post?.Visibility ?? Visibility.Direct, Followers(saying.Actor), saying.Target is { } author ? [author.Uri] : []);

    // What is deleted went to people whose names only the row remembers.
    private async Task<Addressing> AudienceAsync(Saying saying, CancellationToken cancel)
    {
        var told = await people.ByIdsAsync([.. saying.Detail.Actors], cancel);
        return Addressing.Of((Visibility?)saying.Detail.Visibility ?? Visibility.Public, Followers(saying.Actor), [.. told.Values.OrderBy(a => a.Id).Select(a => a.Uri)]);
    }

    private string Followers(ActorRow actor) => actor.FollowersUri ?? uris.Followers(actor.Id);

    private static Addressing To(string? one) => new(one is null ? [] : [one], []);
}
