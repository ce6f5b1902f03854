using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// Turns changes into effects, each once: one consumer of a name at a time among all nodes, its cursor moved in the
/// transaction of its effects. A change that cannot be turned is logged and passed by, so that it blocks nobody.
/// </summary>
/// <param name="name">The consumer's name in <c>change_cursors</c>; never changed once released.</param>
/// <param name="reading">What readers need.</param>
/// <param name="log">Where failures are told.</param>
public abstract class ChangeConsumer(string name, ChangeReading reading, ILogger log) : BackgroundService
{
    private const int Batch = 1000;

    /// <summary>Under load changes are taken together: their effects may wait a moment, and a batch costs little more than one.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);
    private bool behind;

    /// <summary>Writes the effects of changes, in order, in the given transaction.</summary>
    protected abstract Task ConsumeAsync(RowWriting writing, IReadOnlyList<ChangeRow> changes, CancellationToken cancel);

    /// <summary>Consumes until nothing is left, or until another node turns out to be at it; answers how many changes.</summary>
    public async Task<int> CatchUpAsync(CancellationToken cancel)
    {
        var total = 0;
        int read;
        do
        {
            read = await CarefullyAsync(cancel);
            total += read;
        }
        while (read > 0);
        return total;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
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
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "Consumer {Consumer} could not read changes", name);
                await Task.Delay(ChangeReading.Poll, reading.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> CarefullyAsync(CancellationToken cancel)
    {
        try
        {
            return await ConsumeAsync(Batch, skip: false, cancel);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            // One of the batch is to blame: go singly as far as it, and pass it by.
            log.LogWarning(failure, "Consumer {Consumer} goes on singly", name);
            try
            {
                return await ConsumeAsync(1, skip: false, cancel);
            }
            catch (Exception single) when (IsOurs(single))
            {
                log.LogError(single, "Consumer {Consumer} passes a change by", name);
                return await ConsumeAsync(1, skip: true, cancel);
            }
        }
    }

    private async Task<int> ConsumeAsync(int limit, bool skip, CancellationToken cancel)
    {
        await using var connection = await reading.Database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        behind = false;
        if (await CursorAsync(connection, cancel) is not { } cursor)
        {
            return 0;
        }

        (var changes, var moved, behind) = await ChangeReading.NextAsync(connection, cursor, limit, cancel);
        if (changes.Count == 0)
        {
            return 0;
        }

        var writing = new RowWriting(connection, transaction, reading.Ids, reading.Time.GetUtcNow());
        if (!skip)
        {
            await ConsumeAsync(writing, changes, cancel);
            await Commit.WriteOutgoingAsync(writing, cancel);
            await Commit.WriteChangesAsync(writing, cancel);
        }

        await using var move = new NpgsqlCommand("update change_cursors set xid = $2, seq = $3 where consumer = $1", connection, transaction)
        {
            Parameters = { new() { Value = name }, new() { Value = moved.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = moved.Seq } },
        };
        await move.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        reading.Signals.Committed(writing.Outgoing.Count, writing.Changes);
        return changes.Count;
    }

    /// <summary>The cursor, locked; null while another node holds it.</summary>
    private async Task<ChangeCursor?> CursorAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var take = new NpgsqlCommand("select xid, seq from change_cursors where consumer = $1 for update skip locked", connection) { Parameters = { new() { Value = name } } };
        await using (var reader = await take.ExecuteReaderAsync(cancel))
        {
            if (await reader.ReadAsync(cancel))
            {
                return new(reader.GetFieldValue<ulong>(0), reader.GetInt64(1));
            }
        }

        await using var start = new NpgsqlCommand("insert into change_cursors (consumer, xid, seq) values ($1, '0', 0) on conflict do nothing", connection) { Parameters = { new() { Value = name } } };
        return await start.ExecuteNonQueryAsync(cancel) > 0 ? new(0, 0) : null;
    }

    private static bool IsOurs(Exception failure) =>
        failure is not OperationCanceledException and not NpgsqlException { IsTransient: true } && (failure is PostgresException or not NpgsqlException);
}
