namespace Fediprofs.Domain.Deliveries;

/// <summary>When a host that failed is tried again: doubling from seconds to hours, spread so that not all come back at once.</summary>
public sealed class Backoff(DeliveryOptions options, Random random)
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>The wait after so many failures in a row (1 for the first), within a quarter of the nominal time.</summary>
    public TimeSpan After(int failures)
    {
        var nominal = Math.Min(options.FirstRetry.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 40)), options.LongestRetry.TotalSeconds);
        lock (random)
        {
            return TimeSpan.FromSeconds(nominal * (0.75 + random.NextDouble() / 2));
        }
    }

    /// <summary>The wait that a host asked for by <c>Retry-After</c> (RFC 9110 §10.2.3), at least a second and at most a day.</summary>
    public static TimeSpan AsAsked(TimeSpan asked) =>
        asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : asked > LongestAsked ? LongestAsked : asked;
}
