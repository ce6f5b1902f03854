using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Timelines;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>
/// Writes Status entities: the bytes kept of post, boost and authors, and between them what is the reader's own.
/// </summary>
internal sealed class StatusRenderer(StatusParts statuses, BoostParts boosts, AccountParts accounts, ReaderMarks marks)
{
    /// <summary>What a page of some twenty statuses takes, in bytes.</summary>
    public const int PageBytes = 64 * 1024;

    /// <summary>An array of statuses, in order; what was deleted since the items were read is left out.</summary>
    public async ValueTask WriteListAsync(JsonBuffer to, long reader, IReadOnlyList<TimelineItem> items, CancellationToken cancel)
    {
        var batch = await GatherAsync(reader, items, cancel);
        to.Write("["u8);
        var first = true;
        for (var i = 0; i < items.Count; i++)
        {
            if (batch.Has(i))
            {
                to.Write(first ? [] : ","u8);
                first = false;
                batch.Write(to, i);
            }
        }

        to.Write("]"u8);
    }

    /// <summary>One status; false when it is gone. Further members may be added to the object, each after a comma.</summary>
    public async ValueTask<bool> WriteAsync(JsonBuffer to, long reader, TimelineItem item, CancellationToken cancel, Action<JsonBuffer>? more = null)
    {
        var batch = await GatherAsync(reader, [item], cancel);
        if (!batch.Has(0))
        {
            return false;
        }

        batch.Write(to, 0, more);
        return true;
    }

    /// <summary>Gathers everything that is shown of statuses, so that each can be written in its place.</summary>
    public async ValueTask<StatusBatch> GatherAsync(long reader, IReadOnlyList<TimelineItem> items, CancellationToken cancel)
    {
        var batch = new StatusBatch(reader, items);
        batch.Posts = await statuses.ManyAsync(PostIds(items), cancel);
        if (HasBoosts(items))
        {
            batch.Boosts = await boosts.ManyAsync(BoostIds(items), cancel);
        }

        batch.Authors = await accounts.ManyAsync(AuthorIds(batch.Posts), cancel);
        if (batch.Boosts.Length > 0)
        {
            batch.Boosters = await accounts.ManyAsync(ActorIds(items), cancel);
        }

        if (reader != VisibleTo.Anyone && items.Count > 0)
        {
            batch.Marks = await marks.ManyAsync(Keys(reader, items), cancel);
        }

        return batch;
    }

    private static long[] PostIds(IReadOnlyList<TimelineItem> items)
    {
        var ids = new long[items.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = items[i].PostId;
        }

        return ids;
    }

    private static long[] ActorIds(IReadOnlyList<TimelineItem> items)
    {
        var ids = new long[items.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = items[i].Author;
        }

        return ids;
    }

    private static long[] BoostIds(IReadOnlyList<TimelineItem> items)
    {
        var ids = new long[items.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            // Posts have no boost of their id: looked up once a page and only where there are boosts.
            ids[i] = items[i].Kind == EntryKind.Boost ? items[i].EntryId : 0;
        }

        return ids;
    }

    private static long[] AuthorIds(RenderedStatus?[] posts)
    {
        var ids = new long[posts.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = posts[i]?.Author ?? 0;
        }

        return ids;
    }

    private static ReaderOfPost[] Keys(long reader, IReadOnlyList<TimelineItem> items)
    {
        var keys = new ReaderOfPost[items.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = new(reader, items[i].PostId);
        }

        return keys;
    }

    private static bool HasBoosts(IReadOnlyList<TimelineItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Kind == EntryKind.Boost)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Statuses gathered for one reader.</summary>
internal sealed class StatusBatch(long reader, IReadOnlyList<TimelineItem> items)
{
    public RenderedStatus?[] Posts { get; set; } = [];

    public RenderedBoost?[] Boosts { get; set; } = [];

    public RenderedAccount?[] Authors { get; set; } = [];

    public RenderedAccount?[] Boosters { get; set; } = [];

    public Marks?[] Marks { get; set; } = [];

    /// <summary>Whether the n-th can be shown.</summary>
    public bool Has(int i) =>
        Posts[i] is not null && Authors[i] is { Gone: false }
        && (items[i].Kind != EntryKind.Boost || (Boosts[i] is not null && Boosters[i] is { Gone: false }));

    /// <summary>Writes the n-th.</summary>
    public void Write(JsonBuffer to, int i, Action<JsonBuffer>? more = null)
    {
        if (items[i].Kind == EntryKind.Boost)
        {
            to.Write("{\"account\":"u8);
            to.Write(Boosters[i]!.Json);
            to.Write(","u8);
            to.Write(Boosts[i]!.Members);
            to.Write(",\"reblog\":"u8);
            WritePost(to, i, null);
            WriteMarks(to, i, own: false);
            more?.Invoke(to);
            to.Write("}"u8);
            return;
        }

        WritePost(to, i, more);
    }

    private void WritePost(JsonBuffer to, int i, Action<JsonBuffer>? more)
    {
        var post = Posts[i]!;
        to.Write("{\"account\":"u8);
        to.Write(Authors[i]!.Json);
        to.Write(","u8);
        to.Write(post.Members);
        to.Write(",\"reblog\":null"u8);
        WriteMarks(to, i, own: post.Author == reader && post.Visibility != Visibility.Direct);
        more?.Invoke(to);
        to.Write("}"u8);
    }

    /// <summary>Nobody can mute a conversation or pin a post here, so nobody has.</summary>
    private void WriteMarks(JsonBuffer to, int i, bool own)
    {
        if (reader == VisibleTo.Anyone)
        {
            return;
        }

        var mine = Marks[i] ?? Rendering.Marks.None;
        to.Write(mine.Favourited ? ",\"favourited\":true"u8 : ",\"favourited\":false"u8);
        to.Write(mine.Boosted ? ",\"reblogged\":true"u8 : ",\"reblogged\":false"u8);
        to.Write(mine.Bookmarked ? ",\"bookmarked\":true"u8 : ",\"bookmarked\":false"u8);
        to.Write(own ? ",\"muted\":false,\"pinned\":false,\"filtered\":[]"u8 : ",\"muted\":false,\"filtered\":[]"u8);
    }
}
