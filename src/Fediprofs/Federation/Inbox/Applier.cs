using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Activities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Gives journalled activities their effects: takes up to a batch of this node's lanes, applies it in one transaction
/// (<see cref="Application"/>), and when that throws applies them singly and sets the culprit aside.
/// </summary>
internal sealed class Applier : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // A transaction costs nearly the same for one activity as for fifty. Whoever comes alone is applied at once; those who
    // follow within this time share the next one.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    // Index: inbox_pending_pkey, inbox_journal_pkey.
    private const string ReadPending =
        """
        select p.lane, p.seq, j.actor_uri, j.received_at, j.body
        from inbox_pending p join inbox_journal j on j.seq = p.seq
        where p.lane = any($1) order by p.seq limit $2
        """;

    private readonly NpgsqlDataSource database;
    private readonly Lanes lanes;
    private readonly HandOver handOver;
    private readonly Application application;
    private readonly CommitSignals signals;
    private readonly InboxOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Applier> log;

    public Applier(
        NpgsqlDataSource database, Lanes lanes, HandOver handOver, Application application, CommitSignals signals, InboxOptions options, TimeProvider time, ILogger<Applier> log)
    {
        (this.database, this.lanes, this.handOver, this.application) = (database, lanes, handOver, application);
        (this.signals, this.options, this.time, this.log) = (signals, options, time, log);
        lanes.Came = handOver.ReadBack;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Appliers).Select(n => Task.Run(() => RunAsync(n, stoppingToken), CancellationToken.None)).Append(ListenAsync(stoppingToken)));

    private async Task RunAsync(int applier, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var wake = signals.Inbox.Next;
                var batch = await NextAsync(applier, cancel);
                if (batch.Count > 0)
                {
                    await ApplyAsync(batch, cancel);
                    if (handOver.Waiting(applier) < options.BatchSize / 2)
                    {
                        await Task.Delay(Breath, time, cancel);
                    }

                    continue;
                }

                if (!await WokenAsync(wake, cancel))
                {
                    handOver.ReadBack(lanes.Owned.Keys.Where(lane => lane % options.Appliers == applier));
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "The inbox cannot be applied now; trying again.");
                handOver.ReadBack(lanes.Owned.Keys.Where(lane => lane % options.Appliers == applier));
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }
    }

    private async Task<List<Incoming>> NextAsync(int applier, CancellationToken cancel)
    {
        var first = handOver.TakeLanes(applier);
        return first.Count > 0 ? await ReadBackAsync(first, cancel) : handOver.Take(applier, options.BatchSize);
    }

    private async Task<List<Incoming>> ReadBackAsync(List<int> wanted, CancellationToken cancel)
    {
        var batch = new List<Incoming>();
        var read = 0;
        await using var command = database.CreateCommand(ReadPending);
        command.Parameters.Add(new() { Value = wanted.Where(lanes.Owned.ContainsKey).Select(l => (short)l).ToArray() });
        command.Parameters.Add(new() { Value = options.BatchSize });
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                read++;
                var (lane, seq) = (reader.GetInt16(0), reader.GetInt64(1));
                if (ActivityDocument.TryRead(reader.GetFieldValue<byte[]>(4), out var activity, out var problem))
                {
                    batch.Add(new Incoming(activity, reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)) { Seq = seq, Lane = lane, ReadBack = true });
                }
                else
                {
                    // It was read at the door: this build reads less than the one that took it in.
                    await application.SetAsideAsync(lane, seq, problem, cancel);
                }
            }
        }

        if (read == options.BatchSize)
        {
            handOver.ReadBack(wanted);
        }

        return batch;
    }

    private async Task ApplyAsync(List<Incoming> batch, CancellationToken cancel)
    {
        for (var wait = TimeSpan.FromMilliseconds(50); ;)
        {
            try
            {
                await application.RunAsync(batch, cancel);
                return;
            }
            catch (NpgsqlException failure) when (failure.IsTransient)
            {
                // The database's trouble is nobody's fault: nothing is set aside for it.
                log.LogWarning(failure, "The database refused a batch of the inbox; trying again in {Wait}.", wait);
                await Task.Delay(wait, time, cancel);
                wait = TimeSpan.FromSeconds(Math.Min(5, wait.TotalSeconds * 2));
            }
            catch (Exception failure) when (failure is not OperationCanceledException && batch.Count > 1)
            {
                log.LogWarning(failure, "A batch of {Count} activities failed; applying them singly.", batch.Count);
                foreach (var incoming in batch)
                {
                    await ApplyAsync([incoming], cancel);
                }

                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                var culprit = batch[0];
                log.LogError(failure, "Activity {Seq} ({Type} by {Actor}) failed and is set aside.", culprit.Seq, culprit.Activity.Type, culprit.Signer);
                await application.SetAsideAsync(culprit.Lane, culprit.Seq, failure.ToString(), cancel);
                return;
            }
        }
    }

    private async Task<bool> WokenAsync(Task wake, CancellationToken cancel)
    {
        try
        {
            await wake.WaitAsync(Poll, time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Hears of activities that other nodes took in for lanes of this one. The poll is the net below it.</summary>
    private async Task ListenAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancel);
                connection.Notification += (_, _) =>
                {
                    handOver.ReadBack(lanes.Owned.Keys);
                    signals.Inbox.Set();
                };
                await using var listen = new NpgsqlCommand($"listen {Journal.Channel}", connection);
                await listen.ExecuteNonQueryAsync(cancel);
                while (!cancel.IsCancellationRequested)
                {
                    await connection.WaitAsync(cancel);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogDebug(failure, "Not listening for other nodes; trying again.");
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }
    }
}
