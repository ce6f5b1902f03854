using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Domain.Storage;

/// <summary>Removes changes after a week: by then every consumer has read them.</summary>
public sealed class ChangePruning(ChangeReading reading, ILogger<ChangePruning> log) : BackgroundService
{
    /// <summary>How long a change is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private const int Batch = 10_000;

    /// <summary>Removes what is too old; answers how many rows.</summary>
    public async Task<int> PruneAsync(CancellationToken cancel)
    {
        var total = 0;
        int gone;
        do
        {
            // Numbers grow with time, so the oldest lie at the low end of the primary key.
            await using var command = reading.Database.CreateCommand(
                "delete from changes where seq in (select seq from (select seq, at from changes order by seq limit $2) oldest where at < $1)");
            command.Parameters.Add(new() { Value = reading.Time.GetUtcNow() - Kept });
            command.Parameters.Add(new() { Value = Batch });
            gone = await command.ExecuteNonQueryAsync(cancel);
            total += gone;
        }
        while (gone == Batch);
        return total;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, reading.Time, stoppingToken);
                await PruneAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "Old changes could not be removed");
            }
        }
    }
}
