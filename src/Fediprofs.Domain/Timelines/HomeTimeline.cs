using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>What somebody sees at home: from the feed in memory, else by key over the entries of those followed.</summary>
public sealed class HomeTimeline(HomeFeeds feeds, NpgsqlDataSource database, TimeProvider time)
{
    private const int Rounds = 10;

    /// <summary>A page, newest first.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancel">Ends the wait.</param>
    public ValueTask<IReadOnlyList<TimelineItem>> PageAsync(long account, Paging page, CancellationToken cancel) =>
        feeds.TryRead(account) is { } feed && feed.TryPage(page, out var items)
            ? ValueTask.FromResult(items)
            : new(SlowlyAsync(account, page, cancel));

    private async Task<IReadOnlyList<TimelineItem>> SlowlyAsync(long account, Paging page, CancellationToken cancel)
    {
        var feed = await feeds.ReadAsync(account);
        if (feed is not null && feed.TryPage(page, out var items))
        {
            return items;
        }

        var viewer = feed?.Viewer ?? await HomeViewer.LoadAsync(database, account, time.GetUtcNow(), cancel);
        return await ByKeyAsync(viewer, page, cancel);
    }

    private async Task<IReadOnlyList<TimelineItem>> ByKeyAsync(HomeViewer viewer, Paging page, CancellationToken cancel)
    {
        var chunk = Math.Max(page.Limit * 2, 40);
        var shown = new List<HomeCandidate>();
        var lines = new List<FeedLine>();
        var rest = page;
        for (var round = 0; round < Rounds; round++)
        {
            var next = await HomeCandidates.ReadAsync(database, viewer.Authors, rest, chunk, time.GetUtcNow(), cancel);
            shown.AddRange(next.Where(viewer.Shows));
            // Oldest first, as they came: the first of several boosts stays.
            lines.Clear();
            foreach (var candidate in shown.OrderBy(c => c.Item.EntryId))
            {
                HomeFeed.Insert(lines, candidate);
            }

            if (next.Count < chunk || lines.Count >= page.Limit)
            {
                break;
            }

            rest = page.Upwards ? rest with { MinId = next[^1].Item.EntryId } : rest with { MaxId = next[^1].Item.EntryId };
        }

        var items = lines.Select(l => l.Item);
        return [.. page.Upwards ? items.TakeLast(page.Limit) : items.Take(page.Limit)];
    }
}
