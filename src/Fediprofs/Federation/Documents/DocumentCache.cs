using System.Collections.Concurrent;

namespace Fediprofs.Federation.Documents;

/// <summary>
/// Bytes of actor documents and WebFinger answers, which are asked for most. They are forgotten before the Update of an actor
/// leaves this node; on other nodes they are at most two seconds old.
/// </summary>
internal sealed class DocumentCache(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private int generation;

    /// <summary>An answer that is fresh, or the one that is made now.</summary>
    /// <param name="key">What was asked.</param>
    /// <param name="make">Makes the answer; null is an answer too, and is not kept.</param>
    public async ValueTask<Served?> GetAsync(string key, Func<Task<Served?>> make)
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(key, out var known) && now - known.At < Fresh)
        {
            return known.Answer;
        }

        var before = Volatile.Read(ref generation);
        var answer = await make();
        if (answer is null)
        {
            kept.TryRemove(key, out _);
            return null;
        }

        if (kept.Count >= Most)
        {
            kept.Clear();
        }

        // What was read before somebody's Update must not be kept after it.
        if (before == Volatile.Read(ref generation))
        {
            kept[key] = new(answer, now);
        }

        return answer;
    }

    /// <summary>Forgets everything: an actor changed, and nobody knows under how many keys it stands.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref generation);
        kept.Clear();
    }

    private sealed record Kept(Served Answer, DateTimeOffset At);
}
