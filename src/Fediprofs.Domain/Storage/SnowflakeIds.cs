namespace Fediprofs.Domain.Storage;

/// <summary>
/// Makes sortable 64-bit ids: 43 bits of milliseconds since 2020, 6 bits of node, 14 bits of counter.
/// Client-API ids are these numbers as decimal strings.
/// </summary>
public sealed class SnowflakeIds(TimeProvider time, int node)
{
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _counter;

    /// <summary>A fresh id for something that happens now.</summary>
    public long Next() => At(time.GetUtcNow());

    /// <summary>
    /// A fresh id that sorts at a moment of the past (a remote post's own time). A moment in the future counts as now.
    /// </summary>
    public long At(DateTimeOffset moment)
    {
        var now = time.GetUtcNow();
        if (moment > now)
        {
            moment = now;
        }

        // One counter for all moments: two ids of one millisecond differ unless 16,384 others lie between them.
        var counter = (uint)Interlocked.Increment(ref _counter) & 0x3FFF;
        return Floor(moment) | ((long)(node & 0x3F) << 14) | counter;
    }

    /// <summary>The smallest id of a moment: a lower bound for "since" queries.</summary>
    public static long Floor(DateTimeOffset moment) =>
        Math.Max(0, (long)(moment - Epoch).TotalMilliseconds) << 20;

    /// <summary>The moment an id was made for, to the millisecond.</summary>
    public static DateTimeOffset MomentOf(long id) => Epoch.AddMilliseconds(id >> 20);
}
