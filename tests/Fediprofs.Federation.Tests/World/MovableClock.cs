namespace Fediprofs.Federation.Tests.World;

/// <summary>The system's clock, with a distance that a story adds; timers run as they do.</summary>
internal sealed class MovableClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
