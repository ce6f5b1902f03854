using Fediprofs.Domain;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/statuses/: boost, favourite, bookmark, their undoing, and who did it.</summary>
internal sealed class StatusActions(
    Boosting boosting, Marking marking, ReactionLookup reactions, StatusAccess access, Statuses statuses, AccountRenderer accounts, StatusRenderer renderer,
    RenderedChanges rendered, InstanceUris uris)
{
    public void Map(ApiMap api)
    {
        api.Post("/api/v1/statuses/{id}/reblog", BoostAsync).RequireScope("write:statuses");
        api.Post("/api/v1/statuses/{id}/unreblog", UndoBoostAsync).RequireScope("write:statuses");
        api.Post("/api/v1/statuses/{id}/favourite", Mark(ReactionKind.Favourite, true)).RequireScope("write:favourites");
        api.Post("/api/v1/statuses/{id}/unfavourite", Mark(ReactionKind.Favourite, false)).RequireScope("write:favourites");
        api.Post("/api/v1/statuses/{id}/bookmark", Mark(ReactionKind.Bookmark, true)).RequireScope("write:bookmarks");
        api.Post("/api/v1/statuses/{id}/unbookmark", Mark(ReactionKind.Bookmark, false)).RequireScope("write:bookmarks");
        api.Get("/api/v1/statuses/{id}/reblogged_by", By(ReactionKind.Boost)).AllowScope("read:accounts");
        api.Get("/api/v1/statuses/{id}/favourited_by", By(ReactionKind.Favourite)).AllowScope("read:accounts");
        api.Get("/api/v1/favourites", Marked(ReactionKind.Favourite)).RequireScope("read:favourites");
        api.Get("/api/v1/bookmarks", Marked(ReactionKind.Bookmark)).RequireScope("read:bookmarks");
    }

    private async Task BoostAsync(HttpContext http, long reader)
    {
        if (await Fields.ReadAsync(http) is not { } fields)
        {
            await http.MalformedAsync();
            return;
        }

        if (await PostAsync(http, reader) is not { } post)
        {
            return;
        }

        var visibility = MastodonWords.ToVisibility(fields.Text("visibility") ?? "public") ?? Visibility.Public;
        var boosted = await boosting.HandleAsync(new BoostPost(reader, post, visibility), http.RequestAborted);
        if (boosted.Refused)
        {
            await http.RefuseAsync(boosted.Refusal!.Value);
            return;
        }

        rendered.Apply(new(ChangeKind.Boosted, reader, post, boosted.Value));
        await statuses.SendAsync(http, reader, new(boosted.Value, reader, EntryKind.Boost, post));
    }

    private async Task UndoBoostAsync(HttpContext http, long reader)
    {
        if (await PostAsync(http, reader) is not { } post)
        {
            return;
        }

        var undone = await boosting.HandleAsync(new UndoBoost(reader, post), http.RequestAborted);
        if (undone.Refused)
        {
            await http.RefuseAsync(undone.Refusal!.Value);
            return;
        }

        rendered.Apply(new(ChangeKind.BoostUndone, reader, post));
        await statuses.SendAsync(http, reader, Statuses.ItemOf(undone.Value));
    }

    private ApiHandler Mark(ReactionKind kind, bool set) => async (http, reader) =>
    {
        if (await PostAsync(http, reader) is not { } post)
        {
            return;
        }

        var marked = await marking.HandleAsync(new MarkPost(reader, post, kind, set), http.RequestAborted);
        if (marked.Refused)
        {
            await http.RefuseAsync(marked.Refusal!.Value);
            return;
        }

        rendered.Apply(new(kind == ReactionKind.Bookmark ? ChangeKind.Bookmarked : ChangeKind.Favourited, reader, post));
        await statuses.SendAsync(http, reader, Statuses.ItemOf(marked.Value));
    };

    private ApiHandler By(ReactionKind kind) => async (http, reader) =>
    {
        if (await PostAsync(http, reader) is not { } post)
        {
            return;
        }

        var page = Pages.Asked(http, usual: 40, most: 80);
        var by = await reactions.ByAsync(post, kind, page, http.RequestAborted);
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await accounts.WriteListAsync(json, [.. by.Select(b => b.Actor)], http.RequestAborted);
        Link(http, by, page);
        await http.SendAsync(json);
    };

    private ApiHandler Marked(ReactionKind kind) => async (http, reader) =>
    {
        var page = Pages.Asked(http);
        var marked = await reactions.OfAsync(reader, kind, page, http.RequestAborted);
        var items = await access.FindAsync(reader, [.. marked.Select(m => m.Post)], http.RequestAborted);
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await renderer.WriteListAsync(json, reader, items, http.RequestAborted);
        Link(http, marked, page);
        await http.SendAsync(json);
    };

    private void Link(HttpContext http, IReadOnlyList<(long Reaction, long)> page, Domain.Storage.Paging asked)
    {
        if (page.Count > 0)
        {
            Pages.Link(http, uris, page[0].Reaction, page[^1].Reaction, more: page.Count == asked.Limit);
        }
    }

    /// <summary>The post in the path, as the reader may see it; null after a refusal was sent.</summary>
    private async Task<long?> PostAsync(HttpContext http, long reader)
    {
        if (await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is { } item)
        {
            return item.PostId;
        }

        await http.RefuseAsync(Refusal.NotFound);
        return null;
    }
}
