using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Search;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/search/ and the search among accounts.</summary>
internal sealed class Search(
    Resolution resolution, AccountSearch people, PostSearch posts, HashtagSearch hashtags, AccountRenderer accounts, StatusRenderer statuses, StatusAccess access,
    InstanceUris uris)
{
    public void Map(ApiMap api)
    {
        api.Get("/api/v2/search", SearchAsync).AllowScope("read:search");
        api.Get("/api/v1/accounts/search", AccountsAsync).RequireScope("read:accounts");
    }

    private async Task SearchAsync(HttpContext http, long reader)
    {
        var (fields, cancel) = (Fields.OfQuery(http), http.RequestAborted);
        var text = fields.Text("q")?.Trim() ?? "";
        var (type, resolve) = (fields.Text("type"), fields.Flag("resolve") == true);
        if (text.Length == 0)
        {
            await http.InvalidAsync("q", "Q", "ERR_BLANK", "can't be blank");
            return;
        }

        // Mastodon 4.6: fetching from elsewhere and turning pages are for people who are signed in.
        if (reader == VisibleTo.Anyone && (resolve || fields.Number("offset") > 0))
        {
            await http.ErrorAsync(401, "Search queries that resolve remote resources or turn pages require a signed-in user");
            return;
        }

        var (limit, offset) = (Pages.Limit(http, 20, 40), Math.Max(0, fields.Number("offset") ?? 0));
        var query = SearchQuery.Parse(text);
        var found = offset == 0 ? await resolution.ResolveAsync(query, resolve, cancel) : default;
        IReadOnlyList<long> actors = [];
        IReadOnlyList<long> ids = [];
        IReadOnlyList<FoundHashtag> tags = [];
        if (type is null or "" or "accounts")
        {
            actors = await PeopleAsync(reader, text, query, found.Actor, fields.Flag("following") == true, limit, offset, cancel);
        }

        if (type is null or "" or "statuses")
        {
            ids = found.Post is { } post ? [post]
                : reader != VisibleTo.Anyone && query is SearchQuery.Words or SearchQuery.Hashtag
                    ? await posts.FindAsync(reader, text, fields.Id("account_id"), Pages.Asked(http), offset, cancel)
                    : [];
        }

        if (type is null or "" or "hashtags")
        {
            tags = query is SearchQuery.Words or SearchQuery.Hashtag ? await hashtags.FindAsync(text, limit, offset, cancel) : [];
        }

        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        json.Write("{\"accounts\":"u8);
        await accounts.WriteListAsync(json, [.. actors], cancel);
        json.Write(",\"statuses\":"u8);
        await statuses.WriteListAsync(json, reader, await access.FindAsync(reader, ids, cancel), cancel);
        json.Write(",\"hashtags\":"u8);
        json.Write([.. tags.Select(t => new Tag(t.Tag, t.Name, uris.Tag(t.Tag), []))], EntityJson.Relaxed.IReadOnlyListTag);
        json.Write("}"u8);
        await http.SendAsync(json);
    }

    private async Task AccountsAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        var text = fields.Text("q")?.Trim() ?? "";
        if (text.Length == 0)
        {
            await http.InvalidAsync("q", "Q", "ERR_BLANK", "can't be blank");
            return;
        }

        var (limit, offset) = (Pages.Limit(http, 40, 80), Math.Max(0, fields.Number("offset") ?? 0));
        var query = SearchQuery.Parse(text);
        var found = offset == 0 ? await resolution.ResolveAsync(query, fields.Flag("resolve") == true, http.RequestAborted) : default;
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await accounts.WriteListAsync(json, [.. await PeopleAsync(reader, text, query, found.Actor, fields.Flag("following") == true, limit, offset, http.RequestAborted)], http.RequestAborted);
        await http.SendAsync(json);
    }

    /// <summary>Whom an address or handle stands for first, then those whose names begin so.</summary>
    private async Task<IReadOnlyList<long>> PeopleAsync(
        long reader, string text, SearchQuery query, long? exact, bool following, int limit, int offset, CancellationToken cancel)
    {
        var others = query is SearchQuery.Address or SearchQuery.Hashtag ? [] : await people.FindAsync(reader, text, following, limit, offset, cancel);
        return exact is { } first && !following ? [.. others.Where(o => o != first).Prepend(first).Take(limit)] : others;
    }
}
