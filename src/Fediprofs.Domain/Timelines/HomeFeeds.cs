using System.Collections.Concurrent;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>
/// The feeds that this node holds in memory. They are made when somebody reads, kept by the changes, and dropped when it is
/// simpler to make them anew: after a follow or block, and after one's own act, which one must see at once.
/// </summary>
public sealed class HomeFeeds : IDisposable
{
    private const int MostFeeds = 4000;
    private const int FillRounds = 5;

    private readonly NpgsqlDataSource database;
    private readonly CommitSignals signals;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<long, Slot> slots = new();
    private volatile bool kept;

    /// <summary>Makes an empty set of feeds; they are used only while a <see cref="HomeFeedsReader"/> keeps them.</summary>
    public HomeFeeds(NpgsqlDataSource database, CommitSignals signals, TimeProvider time)
    {
        (this.database, this.signals, this.time) = (database, signals, time);
        signals.Told += DropOwn;
    }

    /// <inheritdoc/>
    public void Dispose() => signals.Told -= DropOwn;

    /// <summary>Somebody's feed, if it is there.</summary>
    internal HomeFeed? TryRead(long account)
    {
        if (!kept || !slots.TryGetValue(account, out var slot))
        {
            return null;
        }

        slot.ReadAt = time.GetTimestamp();
        return slot.Feed;
    }

    /// <summary>Somebody's feed, made when it is not there; null while nobody keeps feeds.</summary>
    internal async Task<HomeFeed?> ReadAsync(long account)
    {
        if (!kept)
        {
            return null;
        }

        // The slot stands before its query runs: what is committed meanwhile reaches it, and is merged when it is filled.
        var slot = slots.GetOrAdd(account, a => new(a));
        slot.ReadAt = time.GetTimestamp();
        try
        {
            return slot.Feed ?? await slot.FillAsync(FillAsync);
        }
        catch
        {
            slots.TryRemove(new(account, slot));
            throw;
        }
    }

    /// <summary>From now on feeds are held: somebody keeps them by the changes. What was held is forgotten.</summary>
    public void Keep()
    {
        slots.Clear();
        kept = true;
    }

    /// <summary>Nobody keeps feeds any more: none is held.</summary>
    public void Abandon()
    {
        kept = false;
        slots.Clear();
    }

    /// <summary>Applies a batch of changes. Called by one reader at a time.</summary>
    internal async Task ApplyAsync(IReadOnlyList<ChangeRow> changes, CancellationToken cancel)
    {
        if (slots.IsEmpty)
        {
            return;
        }

        var removed = new FeedRemovals();
        var entries = new HashSet<long>();
        var changed = new HashSet<long>();
        foreach (var change in changes)
        {
            switch (change.Kind)
            {
                case ChangeKind.PostPublished:
                    entries.Add(change.Post!.Value);
                    break;
                case ChangeKind.Boosted:
                    entries.Add(change.Related!.Value);
                    break;
                case ChangeKind.PostRemoved:
                    removed.Posts.Add(change.Post!.Value);
                    break;
                case ChangeKind.BoostUndone:
                    // It may have kept another boost of the post from being shown.
                    DropWhere(f => f.Lines.Any(l => l.Item.EntryId == change.Related));
                    break;
                case ChangeKind.ActorRemoved:
                    removed.Actors.Add(change.Actor);
                    slots.TryRemove(change.Actor, out _);
                    break;
                case ChangeKind.ActorChanged:
                    changed.Add(change.Actor);
                    break;
                case ChangeKind.Followed or ChangeKind.Unfollowed or ChangeKind.Muted:
                    slots.TryRemove(change.Actor, out _);
                    break;
                case ChangeKind.Blocked or ChangeKind.Unblocked:
                    slots.TryRemove(change.Actor, out _);
                    slots.TryRemove(change.Related!.Value, out _);
                    break;
                default:
                    break;
            }
        }

        removed.Actors.UnionWith(await SuspendedAsync(changed, cancel));
        // One query for all feeds; what is gone again meanwhile has no entry.
        IReadOnlyList<HomeCandidate> added = entries.Count == 0 ? [] : await HomeCandidates.ByIdsAsync(database, [.. entries], cancel);
        foreach (var slot in slots.Values)
        {
            slot.Apply(added, removed);
        }

        Trim();
    }

    private async Task<HomeFeed> FillAsync(long account)
    {
        var viewer = await HomeViewer.LoadAsync(database, account, time.GetUtcNow(), CancellationToken.None);
        var shown = new List<HomeCandidate>();
        var (below, floor) = (long.MaxValue, 0L);
        for (var round = 0; round < FillRounds; round++)
        {
            var next = await HomeCandidates.ReadAsync(database, viewer.Authors, new(MaxId: below == long.MaxValue ? null : below), HomeFeed.Kept, time.GetUtcNow(), CancellationToken.None);
            shown.AddRange(next.Where(viewer.Shows));
            if (next.Count < HomeFeed.Kept)
            {
                floor = 0;
                break;
            }

            below = floor = next[^1].Item.EntryId;
            if (shown.Count >= HomeFeed.Kept / 4)
            {
                break;
            }
        }

        // The floor is known itself: what lies at it was read.
        floor = floor == 0 ? 0 : floor - 1;
        var lines = new List<FeedLine>(shown.Count);
        foreach (var candidate in Enumerable.Reverse(shown))
        {
            HomeFeed.Insert(lines, candidate);
        }

        return new(viewer, [.. lines], floor);
    }

    private async Task<List<long>> SuspendedAsync(HashSet<long> actors, CancellationToken cancel)
    {
        var suspended = new List<long>();
        if (actors.Count > 0)
        {
            await using var command = database.CreateCommand("select id from actors where id = any($1) and (suspended_at is not null or deleted_at is not null)");
            command.Parameters.Add(new() { Value = actors.ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                suspended.Add(reader.GetInt64(0));
            }
        }

        return suspended;
    }

    private void DropOwn(IReadOnlyList<ChangeRow> changes)
    {
        foreach (var change in changes)
        {
            if (change.Kind is ChangeKind.PostPublished or ChangeKind.PostRemoved or ChangeKind.Boosted or ChangeKind.BoostUndone or ChangeKind.Followed
                or ChangeKind.Unfollowed or ChangeKind.Blocked or ChangeKind.Unblocked or ChangeKind.Muted)
            {
                slots.TryRemove(change.Actor, out _);
            }
        }
    }

    private void DropWhere(Func<HomeFeed, bool> concerned)
    {
        foreach (var (account, slot) in slots)
        {
            if (slot.Feed is not { } feed || concerned(feed))
            {
                slots.TryRemove(account, out _);
            }
        }
    }

    private void Trim()
    {
        if (slots.Count <= MostFeeds)
        {
            return;
        }

        foreach (var (account, _) in slots.OrderBy(s => s.Value.ReadAt).Take(slots.Count - (MostFeeds * 3 / 4)).ToList())
        {
            slots.TryRemove(account, out _);
        }
    }

    /// <summary>The place of one feed.</summary>
    private sealed class Slot(long account)
    {
        private readonly Lock gate = new();
        private readonly List<HomeCandidate> early = [];
        private readonly List<FeedRemovals> gone = [];
        private Task<HomeFeed>? filling;
        private volatile HomeFeed? feed;

        public HomeFeed? Feed => feed;

        public long ReadAt { get; set; }

        public Task<HomeFeed> FillAsync(Func<long, Task<HomeFeed>> fill)
        {
            lock (gate)
            {
                return filling ??= RunAsync(fill);
            }
        }

        public void Apply(IReadOnlyList<HomeCandidate> added, FeedRemovals removed)
        {
            lock (gate)
            {
                if (feed is { } filled)
                {
                    feed = filled.With(added, removed);
                }
                else
                {
                    early.AddRange(added);
                    if (!removed.IsEmpty)
                    {
                        gone.Add(removed);
                    }
                }
            }
        }

        private async Task<HomeFeed> RunAsync(Func<long, Task<HomeFeed>> fill)
        {
            await Task.Yield();
            var made = await fill(account);
            lock (gate)
            {
                made = made.With(early, new());
                foreach (var removed in gone)
                {
                    made = made.With([], removed);
                }

                early.Clear();
                gone.Clear();
                return feed = made;
            }
        }
    }
}
