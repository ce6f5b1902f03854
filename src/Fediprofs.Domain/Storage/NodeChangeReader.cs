using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// Keeps what a node holds in memory true: each node reads all changes from its start on, and forgets its place when it stops.
/// </summary>
/// <param name="reading">What readers need.</param>
/// <param name="log">Where failures are told.</param>
public abstract class NodeChangeReader(ChangeReading reading, ILogger log) : BackgroundService
{
    private const int Batch = 2000;

    /// <summary>Under load changes are taken together.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);
    private ChangeCursor cursor;
    private bool behind;

    /// <summary>Applies changes, in order.</summary>
    protected abstract Task ApplyAsync(IReadOnlyList<ChangeRow> changes, CancellationToken cancel);

    /// <summary>Everything held so far is to be forgotten: reading begins here, or changes were lost.</summary>
    protected abstract void Begin();

    /// <summary>No more changes will be read: nothing in memory can be trusted from now on.</summary>
    protected abstract void End();

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Applies what there is now; answers how many changes.</summary>
    public async Task<int> CatchUpAsync(CancellationToken cancel)
    {
        var total = 0;
        while (true)
        {
            await using var connection = await reading.Database.OpenConnectionAsync(cancel);
            (var changes, var moved, behind) = await ChangeReading.NextAsync(connection, cursor, Batch, cancel);
            if (changes.Count == 0)
            {
                return total;
            }

            await ApplyAsync(changes, cancel);
            cursor = moved;
            total += changes.Count;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var next = reading.Signals.Changes.Next;
                try
                {
                    if (await CatchUpAsync(stoppingToken) > 0)
                    {
                        await Task.Delay(Rest, reading.Time, stoppingToken);
                    }

                    await Signal.WaitAsync(next, behind ? ChangeReading.Behind : ChangeReading.Poll, reading.Time, stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogError(failure, "Changes could not be applied; what is in memory is read anew");
                    await Task.Delay(ChangeReading.Poll, reading.Time, stoppingToken);
                    await BeginAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            End();
        }
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        cursor = await reading.NowAsync(cancel);
        Begin();
    }
}
