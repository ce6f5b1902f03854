using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Timelines;

/// <summary>A line of a feed, with the post's author to find it by.</summary>
internal readonly record struct FeedLine(TimelineItem Item, long PostAuthor);

/// <summary>
/// The upper end of somebody's home timeline, in memory: every entry that is shown and newer than <see cref="Floor"/>.
/// Immutable, so that readers need no lock.
/// </summary>
/// <param name="Viewer">Whose.</param>
/// <param name="Lines">Newest first.</param>
/// <param name="Floor">Below or at this id the feed knows nothing; 0 when it holds everything there is.</param>
internal sealed record HomeFeed(HomeViewer Viewer, FeedLine[] Lines, long Floor)
{
    /// <summary>So many lines are kept when there are too many.</summary>
    public const int Kept = 400;

    /// <summary>More lines than these are too many.</summary>
    public const int Most = 800;

    /// <summary>A post is not boosted into the feed while it stands among so many lines before (Mastodon 4.6: 40).</summary>
    private const int RecentWindow = 40;

    /// <summary>A page, if it lies within the feed.</summary>
    public bool TryPage(Paging page, out IReadOnlyList<TimelineItem> items)
    {
        items = [];
        if (page.Upwards)
        {
            if (page.Above < Floor)
            {
                return false;
            }

            var end = FirstAtOrBelow(page.Above);
            var start = FirstBelow(page.Below);
            items = Slice(Math.Max(start, end - page.Limit), end);
            return true;
        }

        var from = FirstBelow(page.Below);
        var to = Math.Min(from + page.Limit, FirstAtOrBelow(page.Above));
        if (to - from < page.Limit && page.Above < Floor)
        {
            return false;
        }

        items = Slice(from, to);
        return true;
    }

    /// <summary>The feed with new entries and without removed ones; itself when nothing changes for it.</summary>
    public HomeFeed With(IReadOnlyList<HomeCandidate> added, FeedRemovals removed)
    {
        List<FeedLine>? lines = null;
        if (!removed.IsEmpty && Lines.Any(removed.Concerns))
        {
            lines = [.. Lines.Where(l => !removed.Concerns(l))];
        }

        foreach (var candidate in added)
        {
            if (candidate.Item.EntryId <= Floor || !Viewer.Shows(candidate))
            {
                continue;
            }

            lines ??= [.. Lines];
            Insert(lines, candidate);
        }

        if (lines is null)
        {
            return this;
        }

        return lines.Count > Most
            ? this with { Lines = [.. lines.Take(Kept)], Floor = lines[Kept].Item.EntryId }
            : this with { Lines = [.. lines] };
    }

    /// <summary>Puts an entry in its place, unless it is there or boosts what was seen just before.</summary>
    public static void Insert(List<FeedLine> lines, HomeCandidate candidate)
    {
        var item = candidate.Item;
        var place = Place(lines, item.EntryId);
        if (place < lines.Count && lines[place].Item.EntryId == item.EntryId)
        {
            return;
        }

        if (item.Kind == EntryKind.Boost)
        {
            for (var i = place; i < Math.Min(lines.Count, place + RecentWindow); i++)
            {
                if (lines[i].Item.PostId == item.PostId)
                {
                    return;
                }
            }
        }

        lines.Insert(place, new(item, candidate.PostAuthor));
    }

    private static int Place(IReadOnlyList<FeedLine> lines, long entry)
    {
        var (low, high) = (0, lines.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lines[middle].Item.EntryId > entry)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int FirstAtOrBelow(long id) => Place(Lines, id);

    private int FirstBelow(long id) => id == long.MaxValue ? 0 : Place(Lines, id - 1);

    private TimelineItem[] Slice(int from, int to)
    {
        if (to <= from)
        {
            return [];
        }

        var items = new TimelineItem[to - from];
        for (var i = from; i < to; i++)
        {
            items[i - from] = Lines[i].Item;
        }

        return items;
    }
}

/// <summary>What is to go from feeds.</summary>
internal sealed class FeedRemovals
{
    public HashSet<long> Posts { get; } = [];

    public HashSet<long> Entries { get; } = [];

    public HashSet<long> Actors { get; } = [];

    public bool IsEmpty => Posts.Count == 0 && Entries.Count == 0 && Actors.Count == 0;

    public bool Concerns(FeedLine line) =>
        Posts.Contains(line.Item.PostId) || Entries.Contains(line.Item.EntryId) || Actors.Contains(line.PostAuthor) || Actors.Contains(line.Item.Author);
}
