using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>When and where an event takes place.</summary>
/// <param name="Start">When it begins, in UTC.</param>
/// <param name="End">When it ends, in UTC.</param>
/// <param name="UtcOffset">The offset that the start was sent with: local time is start plus offset.</param>
/// <param name="Place">Where.</param>
public sealed record EventDetails(DateTimeOffset? Start, DateTimeOffset? End, TimeSpan UtcOffset, Place? Place)
{
    internal static EventDetails Read(JsonElement json) => new(
        json.Instant("startTime"), json.Instant("endTime"), json.InstantAsSent("startTime")?.Offset ?? TimeSpan.Zero, Place.Read(json));
}
