using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Domain.Privacy;

/// <summary>
/// Brings erasures to their end: goes on with one that was interrupted, and takes the keys and the last bytes away once the
/// deliveries have ended. Safe on several nodes at once.
/// </summary>
public sealed class ErasureSweep(NpgsqlDataSource database, AccountErasure erasure, TimeProvider time, ILogger<ErasureSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Looks at every open erasure; answers how many ended.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var open = new List<(long Actor, bool Removed)>();
        await using (var command = database.CreateCommand("select e.actor, a.deleted_at is not null from erasures e join actors a on a.id = e.actor order by 1"))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                open.Add((reader.GetInt64(0), reader.GetBoolean(1)));
            }
        }

        var ended = 0;
        foreach (var (actor, removed) in open)
        {
            if (!removed)
            {
                await erasure.HandleAsync(new EraseAccount(actor), cancel);
            }

            ended += await erasure.FinishAsync(actor, cancel) ? 1 : 0;
        }

        return ended;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
                await Task.Delay(Every, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "An erasure could not be brought to its end");
                await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
