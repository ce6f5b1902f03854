using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// Lets the nodes of an instance wake each other: what one writes rings at the others by <c>NOTIFY changes</c>, at most some
/// forty times a second. Readers poll as well, so a lost ring costs a second.
/// </summary>
public sealed class ChangeBell(ChangeReading reading, ILogger<ChangeBell> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly string node = Guid.NewGuid().ToString("n");

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync(ListenAsync, stoppingToken), KeepAsync(RingAsync, stoppingToken));

    private async Task RingAsync(CancellationToken stop)
    {
        while (true)
        {
            await reading.Signals.ChangesHere.Next.WaitAsync(stop);
            await using (var notify = reading.Database.CreateCommand("select pg_notify('changes', $1)"))
            {
                notify.Parameters.Add(new() { Value = node });
                await notify.ExecuteNonQueryAsync(stop);
            }

            await Task.Delay(Pause, reading.Time, stop);
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await using var connection = await reading.Database.OpenConnectionAsync(stop);
        connection.Notification += (_, heard) =>
        {
            if (heard.Payload != node)
            {
                reading.Signals.Changes.Set();
            }
        };
        await using (var listen = new NpgsqlCommand("listen changes", connection))
        {
            await listen.ExecuteNonQueryAsync(stop);
        }

        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work(stop);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "The bell between nodes is silent for a moment");
                await Task.Delay(ChangeReading.Poll, reading.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
