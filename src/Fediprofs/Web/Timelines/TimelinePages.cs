using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Timelines;

/// <summary>What somebody reads when signed in: home, and bookmarks.</summary>
internal static class TimelinePages
{
    /// <summary>Maps them into the group for people who are signed in.</summary>
    public static void Map(RouteGroupBuilder signedIn)
    {
        signedIn.MapGet(Addresses.Timeline, async (HttpContext c, HomeTimeline home, PostViews views, CancellationToken cancel) =>
        {
            var page = ListPage.Of(c);
            var items = await home.PageAsync(c.SignedInReader().Id, page.Paging, cancel);
            return c.Page<TimelinePage>(new() { [nameof(TimelinePage.List)] = await page.ShowAsync(views, items, cancel) });
        });
        signedIn.MapGet(Addresses.Bookmarks, async (HttpContext c, ReactionLookup reactions, PostViews views, CancellationToken cancel) =>
        {
            var page = ListPage.Of(c);
            var marked = await reactions.OfAsync(c.SignedInReader().Id, ReactionKind.Bookmark, page.Paging, cancel);
            return c.Page<BookmarksPage>(new()
            {
                [nameof(BookmarksPage.List)] = await page.ShowAsync(views, [.. marked.Select(m => new TimelineItem(m.Reaction, 0, EntryKind.Post, m.Post))], cancel) with { Newer = null },
            });
        });
    }
}
