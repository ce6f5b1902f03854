using System.Collections.Concurrent;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>
/// Values read from the database and kept in memory until a change concerns them. Two generations bound it: what was not asked
/// for while the young one filled is dropped.
/// </summary>
/// <typeparam name="TKey">What a value is found by.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="capacity">The most values of one generation.</param>
internal abstract class Kept<TKey, TValue>(int capacity)
    where TKey : struct, IEquatable<TKey>
    where TValue : class
{
    private readonly long[] forgotten = new long[1024];
    private ConcurrentDictionary<TKey, TValue> young = new();
    private ConcurrentDictionary<TKey, TValue> old = new();
    private int count;
    private long clock;
    private long cleared;
    private volatile bool trusted;

    /// <summary>The value of one key; null when there is none.</summary>
    public ValueTask<TValue?> OneAsync(TKey key, CancellationToken cancel) =>
        Find(key) is { } value ? ValueTask.FromResult<TValue?>(value) : ReadOneAsync(key, cancel);

    /// <summary>The values of keys, in their order; null where there is none.</summary>
    public ValueTask<TValue?[]> ManyAsync(ReadOnlySpan<TKey> keys, CancellationToken cancel)
    {
        var values = new TValue?[keys.Length];
        List<TKey>? missing = null;
        for (var i = 0; i < keys.Length; i++)
        {
            if ((values[i] = Find(keys[i])) is null)
            {
                (missing ??= []).Add(keys[i]);
            }
        }

        return missing is null ? ValueTask.FromResult(values) : ReadManyAsync(keys.ToArray(), values, missing, cancel);
    }

    /// <summary>Reads the value anew at its next use.</summary>
    public void Forget(TKey key)
    {
        // Whoever reads the database or moves the value between generations right now may hold what was true before: its stamp
        // is older than one of these two.
        Volatile.Write(ref forgotten[Stripe(key)], Interlocked.Increment(ref clock));
        young.TryRemove(key, out _);
        old.TryRemove(key, out _);
        Volatile.Write(ref forgotten[Stripe(key)], Interlocked.Increment(ref clock));
    }

    /// <summary>From now on changes are heard: what was kept before is forgotten.</summary>
    public void Trust()
    {
        Clear();
        trusted = true;
    }

    /// <summary>Changes are no longer heard: nothing is kept.</summary>
    public void Distrust()
    {
        trusted = false;
        Clear();
    }

    /// <summary>Reads values from the database; keys without a value are left out.</summary>
    protected abstract Task<Dictionary<TKey, TValue>> ReadAsync(IReadOnlyList<TKey> keys, CancellationToken cancel);

    private static int Stripe(TKey key) => (key.GetHashCode() * -1640531527) >>> 22;

    private TValue? Find(TKey key)
    {
        if (young.TryGetValue(key, out var value))
        {
            return value;
        }

        var stamp = Volatile.Read(ref clock);
        if (!old.TryRemove(key, out value))
        {
            return null;
        }

        // It was asked for: it stays for another generation.
        Keep(key, value, stamp);
        return value;
    }

    private async ValueTask<TValue?> ReadOneAsync(TKey key, CancellationToken cancel)
    {
        var stamp = Volatile.Read(ref clock);
        var read = await ReadAsync([key], cancel);
        if (!read.TryGetValue(key, out var value))
        {
            return null;
        }

        Keep(key, value, stamp);
        return value;
    }

    private async ValueTask<TValue?[]> ReadManyAsync(TKey[] keys, TValue?[] values, List<TKey> missing, CancellationToken cancel)
    {
        var stamp = Volatile.Read(ref clock);
        var read = await ReadAsync(missing, cancel);
        foreach (var (key, value) in read)
        {
            Keep(key, value, stamp);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            values[i] ??= read.GetValueOrDefault(keys[i]);
        }

        return values;
    }

    private void Keep(TKey key, TValue value, long stamp)
    {
        if (!trusted || stamp < Volatile.Read(ref cleared) || stamp < Volatile.Read(ref forgotten[Stripe(key)]))
        {
            return;
        }

        if (young.TryAdd(key, value) && Interlocked.Increment(ref count) > capacity)
        {
            old = young;
            young = new();
            Volatile.Write(ref count, 0);
        }

        if (stamp < Volatile.Read(ref cleared) || stamp < Volatile.Read(ref forgotten[Stripe(key)]))
        {
            young.TryRemove(key, out _);
            old.TryRemove(key, out _);
        }
    }

    private void Clear()
    {
        Volatile.Write(ref cleared, Interlocked.Increment(ref clock));
        young = new();
        old = new();
        Volatile.Write(ref count, 0);
    }
}
