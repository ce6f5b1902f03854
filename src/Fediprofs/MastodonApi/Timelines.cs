using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/timelines/</summary>
internal sealed class Timelines(HomeTimeline home, PublicTimeline everybody, TagTimeline tagged, StatusRenderer renderer, InstanceUris uris)
{
    private const int MostTags = 4;

    public void Map(ApiMap api)
    {
        api.Get("/api/v1/timelines/home", HomeAsync).RequireScope("read:statuses");
        api.Get("/api/v1/timelines/public", PublicAsync).AllowScope("read:statuses");
        api.Get("/api/v1/timelines/tag/{tag}", TagAsync).AllowScope("read:statuses");
    }

    /// <summary>Sends a page of a timeline with its link on.</summary>
    public static async Task SendAsync(HttpContext http, StatusRenderer renderer, InstanceUris uris, long reader, IReadOnlyList<TimelineItem> items)
    {
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await renderer.WriteListAsync(json, reader, items, http.RequestAborted);
        if (items.Count > 0)
        {
            Pages.Link(http, uris, items[0].EntryId, items[^1].EntryId, more: true);
        }

        await http.SendAsync(json);
    }

    private async Task HomeAsync(HttpContext http, long reader) =>
        await SendAsync(http, renderer, uris, reader, await home.PageAsync(reader, Pages.Asked(http), http.RequestAborted));

    private async Task PublicAsync(HttpContext http, long reader) =>
        await SendAsync(http, renderer, uris, reader, await everybody.PageAsync(reader, Filter(Fields.OfQuery(http)), Pages.Asked(http), http.RequestAborted));

    private async Task TagAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        var tag = http.Request.RouteValues["tag"] as string ?? "";
        var query = new TagQuery(
            Normalised(fields.List("any").Take(MostTags).Prepend(tag)),
            Normalised(fields.List("all").Take(MostTags)),
            Normalised(fields.List("none").Take(MostTags)));
        await SendAsync(http, renderer, uris, reader, await tagged.PageAsync(reader, query, Filter(fields), Pages.Asked(http), http.RequestAborted));
    }

    private static PublicFilter Filter(Fields fields) => new(fields.Flag("local") == true, fields.Flag("remote") == true, fields.Flag("only_media") == true);

    private static string[] Normalised(IEnumerable<string> tags) => [.. tags.Select(PostTags.Normalise).OfType<string>().Distinct()];
}
