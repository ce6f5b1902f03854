using System.Diagnostics;

namespace Fediprofs.Federation.Tests.World;

/// <summary>Looks again and again until something is seen, for a bounded time.</summary>
internal static class Eventually
{
    // Generous: it is only used up when something never happens.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What is looked for, as soon as it is there.</summary>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        var last = "it was never there";
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            try
            {
                if (await look() is { } seen)
                {
                    return seen;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or ApiRefusedException)
            {
                last = failure.Message;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        throw new TimeoutException($"Not seen: {what} ({last}).");
    }

    /// <summary>Waits until it is so.</summary>
    public static Task IsSoAsync(string what, Func<Task<bool>> look) => SeesAsync<object>(what, async () => await look() ? Pause : null);

    /// <summary>Waits until it is so.</summary>
    public static Task IsSoAsync(string what, Func<bool> look) => IsSoAsync(what, () => Task.FromResult(look()));
}
