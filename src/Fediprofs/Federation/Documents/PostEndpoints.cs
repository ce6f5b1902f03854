using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Federation.Documents;

/// <summary>Posts, their answers, their threads, and the activities that can be told again.</summary>
internal sealed class PostEndpoints(
    NpgsqlDataSource database, PostAccess access, PostLookup posts, ActorLookup actors, Notes notes, CollectionRows rows, FetchSigner signer, InstanceUris uris)
{
    /// <summary>A local post: everybody's if public, else for whoever signs and may see it; 410 with a Tombstone when deleted.</summary>
    public Task NoteAsync(HttpContext context) => PostAsync(context, NoteWriter.Write);

    /// <summary>The Create of a post.</summary>
    public Task CreateAsync(HttpContext context) => PostAsync(context, note => ActivityWriter.Create(note.Id + "/activity", note));

    /// <summary>The answers to a local post, local and remote, by id (federation-facts §3.9).</summary>
    public async Task RepliesAsync(HttpContext context)
    {
        if (ActorEndpoints.Id(context) is not { } id || await access.VisibleAsync(VisibleTo.Anyone, id, context.RequestAborted) is not { Local: true })
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await CollectionAsync(
            context, uris.Replies(id), ordered: false, above => rows.RepliesAsync(id, above, context.RequestAborted),
            "select count(*) from posts where in_reply_to = $1 and visibility <= 1", id);
    }

    /// <summary>A thread in order (FEP-7888, FEP-f228).</summary>
    public async Task ThreadAsync(HttpContext context)
    {
        if (ActorEndpoints.Id(context) is not { } id || await rows.ThreadAsync(id, 0, context.RequestAborted) is { Count: 0 })
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await CollectionAsync(
            context, uris.Thread(id), ordered: true, above => rows.ThreadAsync(id, above, context.RequestAborted),
            "select count(*) from posts where thread = $1 and visibility <= 1", id);
    }

    /// <summary>A boost by somebody here; follows, likes and blocks are told to those they concern alone.</summary>
    public async Task ActivityAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        if (ActorEndpoints.Id(context) is { } id
            && await rows.BoostAsync(id, cancel) is { } boost && uris.IsOurs(boost.Uri)
            && await actors.ByIdAsync(boost.Actor, cancel) is { Local: true, DeletedAt: null, SuspendedAt: null } actor
            && await posts.ByIdAsync(boost.Post, cancel) is { } post)
        {
            var author = await actors.ByIdAsync(post.Author, cancel);
            var addressing = Addressing.Of(boost.Visibility, actor.FollowersUri ?? uris.Followers(actor.Id), author is null ? [] : [author.Uri]);
            await Served.Document(ActivityWriter.Announce(boost.Uri, actor.Uri, post.Uri, boost.At, addressing.To, addressing.Cc)).WriteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task PostAsync(HttpContext context, Func<NoteDocument, byte[]> write)
    {
        var cancel = context.RequestAborted;
        if (ActorEndpoints.Id(context) is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var post = await access.VisibleAsync(VisibleTo.Anyone, id, cancel) ?? await access.VisibleAsync(await signer.OfAsync(context), id, cancel);
        if (post is not { Local: true })
        {
            await GoneAsync(context, uris.Post(id));
            return;
        }

        if (Negotiation.WantsPage(context.Request) && post.Url is { } page)
        {
            Negotiation.ToPage(context, page);
            return;
        }

        if (await notes.OfAsync(post, cancel) is not { } note)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isPublic = post.Visibility is Visibility.Public or Visibility.Unlisted;
        await new Served(write(note), Served.Activity) { MaxAge = isPublic ? 60 : 0 }.WriteAsync(context);
    }

    // The same 404 for what does not exist and for what the asker may not know of.
    private async Task GoneAsync(HttpContext context, string uri)
    {
        if (await PostLookup.HasTombstoneAsync(database, uri, context.RequestAborted))
        {
            await new Served(TombstoneWriter.Write(uri), Served.Activity, StatusCodes.Status410Gone).WriteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task CollectionAsync(
        HttpContext context, string id, bool ordered, Func<long, Task<List<(long Id, string Uri)>>> read, string count, long of)
    {
        if (Page.Above(context.Request) is not { } above)
        {
            var total = await rows.CountAsync(count, of, context.RequestAborted);
            await Served.Document(CollectionWriter.Collection(id, ordered, total, Page.First(id))).WriteAsync(context);
            return;
        }

        var found = await read(above);
        await Served.Document(CollectionWriter.Page(
            Page.Upwards(id, above), id, ordered, [.. found.Select(p => CollectionItem.Of(p.Uri))],
            Page.NextUpwards(id, found.Count, found is [.., var last] ? last.Id : 0))).WriteAsync(context);
    }
}
