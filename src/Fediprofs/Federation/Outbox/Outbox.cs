using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Documents;
using Npgsql;

namespace Fediprofs.Federation.Outbox;

/// <summary>
/// From outgoing rows to bytes and inboxes. One node at a time, in order, many rows a transaction; what is queued is handed to
/// the sender at once.
/// </summary>
internal sealed class Outbox(
    NpgsqlDataSource database, OutgoingRows rows, ActivityBytes bytes, DeliveryQueue queue, Sender.Sender sender, DocumentCache documents,
    ActorSigningKeys keys, CommitSignals signals, TimeProvider time, ILogger<Outbox> logger) : BackgroundService
{
    private const int AtOnce = 500;
    private const long Lock = 0x4F7574626F78; // "Outbox"
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);
    private DateTimeOffset lookedAtAll;

    /// <summary>Makes deliveries of what waits; answers how many rows it took. 0 also while another node is at it.</summary>
    internal async Task<int> ProcessAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await LockAsync(connection, transaction, cancel))
        {
            return 0;
        }

        var waiting = await OutgoingRows.ReadAsync(connection, transaction, From(), AtOnce, cancel);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var ready = new List<ReadyActivity>();
        foreach (var saying in await rows.GatherAsync(waiting, cancel))
        {
            Forget(saying);
            var inboxes = await Audience.OfAsync(connection, transaction, saying, cancel);
            if (inboxes.Count > 0 && await BytesAsync(saying, cancel) is { } body)
            {
                ready.Add(new(new(saying.Row.Id, saying.Row.Actor, body), saying.Row.Subject, inboxes));
            }
        }

        var leases = await queue.EnqueueAsync(connection, transaction, ready, [.. waiting.Select(w => w.Row.Id)], sender.Owner, sender.Room, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        sender.Take(leases, ready);
        return waiting.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = signals.Outgoing.Next;
                while (await ProcessAsync(stoppingToken) > 0)
                {
                }

                await Signal.WaitAsync(next, Poll, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.LoopBroke(logger, e);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // What another process committed long ago is looked for now and then; what is new has a new id.
    private long From()
    {
        var now = time.GetUtcNow();
        if (now - lookedAtAll > Recent / 2)
        {
            lookedAtAll = now;
            return 0;
        }

        return SnowflakeIds.Floor(now - Recent);
    }

    // Before the news leaves, nobody may be served the old document or sign with the old key.
    private void Forget(Saying saying)
    {
        if (saying.Row.Kind is OutgoingKind.UpdateActor or OutgoingKind.DeleteActor)
        {
            documents.Forget();
            keys.Forget(saying.Actor.Id);
        }
    }

    // One activity that cannot be made must not hold up all others.
    private async Task<byte[]?> BytesAsync(Saying saying, CancellationToken cancel)
    {
        try
        {
            return await bytes.OfAsync(saying, cancel);
        }
        catch (Exception e) when (e is not (NpgsqlException or OperationCanceledException))
        {
            Log.NotMade(logger, saying.Row.Kind, saying.Row.Id, e);
            return null;
        }
    }

    private static async Task<bool> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = Lock } } };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
