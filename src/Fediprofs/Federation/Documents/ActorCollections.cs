using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Documents;

/// <summary>An actor's outbox, followers, following and pinned posts, as paged collections.</summary>
internal sealed class ActorCollections(ActorLookup lookup, PostLookup posts, Notes notes, CollectionRows rows, InstanceUris uris)
{
    /// <summary>Public posts and boosts, newest first.</summary>
    public Task OutboxAsync(HttpContext context) => AnswerAsync(context, async (actor, cancel) =>
    {
        var id = actor.Outbox ?? uris.Outbox(actor.Id);
        if (Page.Below(context.Request) is not { } below)
        {
            return CollectionWriter.Collection(id, ordered: true, actor.StatusesCount, Page.First(id));
        }

        var entries = await rows.PublishedAsync(actor.Id, below, cancel);
        var found = await posts.ByIdsAsync([.. entries.Select(e => e.Post)], cancel);
        var own = (await notes.OfAsync([.. entries.Where(e => !e.IsBoost && found.ContainsKey(e.Post)).Select(e => found[e.Post])], cancel)).ToDictionary(n => n.Id, StringComparer.Ordinal);
        var authors = await lookup.ByIdsAsync([.. found.Values.Select(p => p.Author)], cancel);
        var items = entries.Where(e => found.ContainsKey(e.Post)).Select(e => Item(e, found[e.Post], actor, own, authors)).OfType<CollectionItem>().ToList();
        return CollectionWriter.Page(Page.Of(id, below), id, ordered: true, items, Page.Next(id, entries.Count, entries is [.., var last] ? last.Id : 0));
    });

    /// <summary>Followers, newest first; the number alone when they are hidden.</summary>
    public Task FollowersAsync(HttpContext context) => AnswerAsync(context, (actor, cancel) => PeopleAsync(
        context, actor, actor.FollowersUri ?? uris.Followers(actor.Id), actor.FollowersCount, below => rows.FollowersAsync(actor.Id, below, cancel)));

    /// <summary>Whom the actor follows, newest first; the number alone when they are hidden.</summary>
    public Task FollowingAsync(HttpContext context) => AnswerAsync(context, (actor, cancel) => PeopleAsync(
        context, actor, actor.FollowingUri ?? uris.Following(actor.Id), actor.FollowingCount, below => rows.FollowingAsync(actor.Id, below, cancel)));

    /// <summary>Pinned posts: nobody here can pin one, so nothing is pinned.</summary>
    public Task FeaturedAsync(HttpContext context) => AnswerAsync(context, (actor, _) => Task.FromResult<byte[]>(
        CollectionWriter.Collection(actor.FeaturedUri ?? uris.Featured(actor.Id), ordered: true, 0, items: [], attributedTo: actor.Uri)));

    /// <summary>The instance actor says nothing of its own.</summary>
    public async Task InstanceOutboxAsync(HttpContext context) =>
        await Served.Document(CollectionWriter.Collection(uris.InstanceActor + "/outbox", ordered: true, 0, items: [])).WriteAsync(context);

    private static async Task<byte[]> PeopleAsync(HttpContext context, ActorRow actor, string id, int total, Func<long, Task<List<(long Id, string Uri)>>> read)
    {
        // Mastodon shows a collection without a first page as hidden.
        if (actor.HidesCollections)
        {
            return CollectionWriter.Collection(id, ordered: true, total);
        }

        if (Page.Below(context.Request) is not { } below)
        {
            return CollectionWriter.Collection(id, ordered: true, total, Page.First(id));
        }

        var people = await read(below);
        return CollectionWriter.Page(
            Page.Of(id, below), id, ordered: true, [.. people.Select(p => CollectionItem.Of(p.Uri))], Page.Next(id, people.Count, people is [.., var last] ? last.Id : 0));
    }

    private CollectionItem? Item(PublishedEntry entry, PostRow post, ActorRow actor, Dictionary<string, NoteDocument> own, Dictionary<long, ActorRow> authors)
    {
        if (!entry.IsBoost)
        {
            return own.TryGetValue(post.Uri, out var note) ? CollectionItem.Create($"{post.Uri}/activity", note) : null;
        }

        var addressing = Addressing.Of(entry.Visibility, actor.FollowersUri ?? uris.Followers(actor.Id), authors.TryGetValue(post.Author, out var author) ? [author.Uri] : []);
        return CollectionItem.Announce(uris.Activity(entry.Id), actor.Uri, post.Uri, SnowflakeIds.MomentOf(entry.Id), addressing.To, addressing.Cc);
    }

    private async Task AnswerAsync(HttpContext context, Func<ActorRow, CancellationToken, Task<byte[]>> make)
    {
        if (ActorEndpoints.Id(context) is not { } id
            || await lookup.ByIdAsync(id, context.RequestAborted) is not { Local: true, DeletedAt: null, SuspendedAt: null } actor)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Negotiation.WantsPage(context.Request) && actor.Url is { } page)
        {
            Negotiation.ToPage(context, page);
            return;
        }

        await Served.Document(await make(actor, context.RequestAborted)).WriteAsync(context);
    }
}
