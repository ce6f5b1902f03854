using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Brings posts of other servers here, on purpose: because somebody boosted one, answered one, or looked for one.</summary>
public sealed class RemotePosts(
    RemoteDocuments documents, RemoteActors actors, Commit commit, PostLookup posts, CurriculumCatalogue curriculum, SnowflakeIds ids, InstanceUris instance)
{
    /// <summary>The stored post; fetched first when it is not known.</summary>
    public async Task<Fetched<PostRow>> GetAsync(string uri, CancellationToken cancel) =>
        await posts.ByUriAsync(uri, cancel) is { } known ? new Fetched<PostRow>.Found(known) : await FetchAsync(uri, cancel);

    /// <summary>Fetches a post, and its author when not known, stores both and answers how the post is stored. A known post is brought up to date.</summary>
    /// <param name="uri">Its id, or its page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Fetched<PostRow>> FetchAsync(string uri, CancellationToken cancel)
    {
        if (instance.IsOurs(uri))
        {
            return new Fetched<PostRow>.Missing("no post of ours");
        }

        return await documents.GetAsync(uri, cancel) switch
        {
            Fetched<WireObject>.Found { Value: var document } => document.AsPost() is { } post
                ? await StoreAsync(post, cancel)
                : new Fetched<PostRow>.Missing("no post"),
            Fetched<WireObject>.Missing missing => new Fetched<PostRow>.Missing(missing.Reason),
            Fetched<WireObject>.Unreachable unreachable => new Fetched<PostRow>.Unreachable(unreachable.Reason),
            _ => throw new InvalidOperationException("An outcome of a fetch was added and not looked at here."),
        };
    }

    /// <summary>Stores a document that came from the address that is its id.</summary>
    public async Task<Fetched<PostRow>> StoreAsync(PostObject document, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (instance.IsOurs(document.Id) || document.IsVote || !WebAddress.SameHost(document.AuthorId, document.Id))
        {
            return new Fetched<PostRow>.Missing("a post of which the author lives elsewhere");
        }

        switch (await actors.GetAsync(document.AuthorId!, cancel))
        {
            case Fetched<ActorRow>.Unreachable unreachable:
                return new Fetched<PostRow>.Unreachable(unreachable.Reason);
            case Fetched<ActorRow>.Found { Value: var author }:
                await commit.RunAsync<bool>(Locks(document), work => StoreAsync(new RemotePost(document, curriculum), author, work, cancel), cancel);
                return await posts.ByUriAsync(document.Id, cancel) is { } row
                    ? new Fetched<PostRow>.Found(row)
                    : new Fetched<PostRow>.Missing("a post that was deleted");
            default:
                return new Fetched<PostRow>.Missing("a post without an author");
        }
    }

    private static IEnumerable<long> Locks(PostObject document) =>
        new[] { document.Id, document.AuthorId, document.InReplyTo }.OfType<string>().Select(UriKey.LockOf);

    private async Task<Outcome<bool>> StoreAsync(RemotePost post, ActorRow author, UnitOfWork work, CancellationToken cancel)
    {
        var document = post.Document;
        var named = post.Mentioned.Select(m => m.Href).Concat(post.RecipientsOf(instance)).ToList();
        var people = await ActorLookup.ByUrisAsync(work.Writing, named, cancel);
        var around = await PostLookup.ByUrisAsync(work.Writing, [document.Id, .. document.InReplyTo is { } parent ? [parent] : Array.Empty<string>()], cancel);
        var surroundings = new PostSurroundings
        {
            Author = author.Id,
            AuthorFollowers = author.FollowersUri,
            Actor = uri => people.GetValueOrDefault(uri) is { DeletedAt: null } a ? new(a.Id, a.Uri, a.Username, a.Domain, a.Url) : null,
            Post = uri => around.GetValueOrDefault(uri) is { } p ? new(p.Id, p.Author, p.Thread) : null,
            Addressed = [.. people.Values.Where(a => a.Local && a.DeletedAt is null).Select(a => a.Id)],
        };
        if (around.GetValueOrDefault(document.Id) is not { } known)
        {
            work.Want(new PostAdded(post.ToRow(surroundings, ids.At(document.Published ?? work.Now), document.Updated, work.Now)));
            return true;
        }

        if (known.Author == author.Id)
        {
            // A fetched document is what its server says now.
            var row = post.ToRow(surroundings, known.Id, work.Now, work.Now);
            work.Want(new PostChanged(row, row.UpdatedAt > (known.UpdatedAt ?? known.PublishedAt)));
        }

        return true;
    }
}
