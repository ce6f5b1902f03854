using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Tags;

/// <summary>The page of a hashtag.</summary>
internal static class TagPages
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/tags/{name}", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, string name, TagTimeline tags, PostViews views, InstanceUris uris, CancellationToken cancel)
    {
        if (TagKey.Of(name) is not { } key)
        {
            return TypedResults.NotFound();
        }

        var page = ListPage.Of(context);
        var items = await tags.PageAsync(Reader.IdOf(context), TagQuery.Of(key), new PublicFilter(), page.Paging, cancel);
        var list = await page.ShowAsync(views, items, cancel);
        return context.Page<TagPage>(new()
        {
            [nameof(TagPage.Head)] = new PageHead("#" + name) { Canonical = uris.Tag(name), Previous = list.Newer, Next = list.Older, Index = false },
            [nameof(TagPage.List)] = list,
        });
    }
}
