using Fediprofs.Domain;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/accounts/: read accounts and what they posted.</summary>
internal sealed class Accounts(
    ActorLookup actors, AuthorPages posted, RelationshipQueries relationships, AccountParts parts, AccountRenderer renderer, StatusRenderer statuses,
    ReaderBlockers blockers, InstanceUris uris)
{
    private const int MostIds = 40;

    public void Map(ApiMap api)
    {
        api.Get("/api/v1/accounts/lookup", LookupAsync).AllowScope("read:accounts");
        api.Get("/api/v1/accounts", ListAsync).AllowScope("read:accounts");
        api.Get("/api/v1/accounts/{id:long}", ShowAsync).AllowScope("read:accounts");
        api.Get("/api/v1/accounts/{id:long}/statuses", StatusesAsync).AllowScope("read:statuses");
        api.Get("/api/v1/accounts/{id:long}/followers", (http, reader) => RelatedAsync(http, reader, relationships.FollowersAsync)).AllowScope("read:accounts");
        api.Get("/api/v1/accounts/{id:long}/following", (http, reader) => RelatedAsync(http, reader, relationships.FollowingAsync)).AllowScope("read:accounts");
    }

    private async Task LookupAsync(HttpContext http, long reader)
    {
        var parts = (http.Request.Query["acct"].ToString().Trim().TrimStart('@')).Split('@');
        var domain = parts.Length > 1 && !parts[1].Equals(uris.Domain, StringComparison.OrdinalIgnoreCase) ? parts[1] : "";
        var actor = parts is [{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }] ? await actors.ByHandleAsync(parts[0], domain, http.RequestAborted) : null;
        await SendAsync(http, actor?.Id ?? 0);
    }

    private async Task ListAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        using var json = new JsonBuffer();
        await renderer.WriteListAsync(json, [.. fields.IdList("id").Concat(fields.IdList("ids")).Distinct().Take(MostIds)], http.RequestAborted);
        await http.SendAsync(json);
    }

    private Task ShowAsync(HttpContext http, long reader) => SendAsync(http, Ids.InPath(http));

    private async Task SendAsync(HttpContext http, long actor)
    {
        if (await parts.OneAsync(actor, http.RequestAborted) is not { Gone: false } account)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        using var json = new JsonBuffer();
        json.Write(account.Json);
        await http.SendAsync(json);
    }

    private async Task StatusesAsync(HttpContext http, long reader)
    {
        var author = Ids.InPath(http);
        if (await parts.OneAsync(author, http.RequestAborted) is not { Gone: false })
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        var fields = Fields.OfQuery(http);
        if (fields.Flag("pinned") == true)
        {
            // Nothing can be pinned here, and the pinned posts of others are not fetched.
            await Timelines.SendAsync(http, statuses, uris, reader, []);
            return;
        }

        var filter = new StatusesFilter(
            fields.Flag("exclude_replies") == true, fields.Flag("exclude_reblogs") == true, fields.Flag("only_media") == true,
            fields.Text("tagged") is { Length: > 0 } tag ? PostTags.Normalise(tag) ?? "" : null);
        await Timelines.SendAsync(http, statuses, uris, reader, await posted.PageAsync(reader, author, filter, Pages.Asked(http), http.RequestAborted));
    }

    private async Task RelatedAsync(HttpContext http, long reader, Func<long, Domain.Storage.Paging, CancellationToken, Task<IReadOnlyList<RelatedActor>>> query)
    {
        var actor = Ids.InPath(http);
        if (await parts.OneAsync(actor, http.RequestAborted) is not { Gone: false } account)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        var hidden = reader != actor && (account.HidesCollections || !account.Available
            || (reader != VisibleTo.Anyone && (await blockers.OneAsync(reader, http.RequestAborted))!.Contains(actor)));
        var page = Pages.Asked(http, usual: 40, most: 80);
        var related = hidden ? [] : await query(actor, page, http.RequestAborted);
        await SendAsync(http, renderer, uris, related, page);
    }

    /// <summary>Sends a page of accounts, cut by the ids of what relates them.</summary>
    public static async Task SendAsync(
        HttpContext http, AccountRenderer renderer, InstanceUris uris, IReadOnlyList<RelatedActor> related, Domain.Storage.Paging page, Action<JsonBuffer, int>? more = null)
    {
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await renderer.WriteListAsync(json, [.. related.Select(r => r.Actor)], http.RequestAborted, more);
        if (related.Count > 0)
        {
            Pages.Link(http, uris, related[0].Id, related[^1].Id, more: related.Count == page.Limit);
        }

        await http.SendAsync(json);
    }
}
