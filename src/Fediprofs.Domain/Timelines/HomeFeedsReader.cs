using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Domain.Timelines;

/// <summary>Keeps this node's <see cref="HomeFeeds"/> by the changes of all nodes.</summary>
public sealed class HomeFeedsReader(HomeFeeds feeds, ChangeReading reading, ILogger<HomeFeedsReader> log) : NodeChangeReader(reading, log)
{
    /// <inheritdoc/>
    protected override Task ApplyAsync(IReadOnlyList<ChangeRow> changes, CancellationToken cancel) => feeds.ApplyAsync(changes, cancel);

    /// <inheritdoc/>
    protected override void Begin() => feeds.Keep();

    /// <inheritdoc/>
    protected override void End() => feeds.Abandon();
}
