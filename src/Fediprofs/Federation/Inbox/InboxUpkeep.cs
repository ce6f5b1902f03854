using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Federation.Inbox;

/// <summary>The state of the inbox.</summary>
/// <param name="Pending">Activities that wait for their turn.</param>
/// <param name="Waiting">Activities that wait for a document.</param>
/// <param name="Failed">Activities that were set aside with an error.</param>
/// <param name="Oldest">When the oldest of the pending came.</param>
public sealed record InboxStatus(long Pending, long Waiting, long Failed, DateTimeOffset? Oldest);

/// <summary>An activity that was set aside.</summary>
/// <param name="Seq">Its number in the journal.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When last.</param>
public sealed record FailedActivity(long Seq, string Actor, string Error, int Attempts, DateTimeOffset At);

/// <summary>What an administrator may see and do about the inbox; drops what is old, once an hour.</summary>
public sealed class InboxUpkeep(NpgsqlDataSource database, InboxOptions options, TimeProvider time, ILogger<InboxUpkeep> log) : BackgroundService
{
    /// <summary>How the inbox stands.</summary>
    public async Task<InboxStatus> StatusAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select (select count(*) from inbox_pending), (select count(*) from inbox_waiting), (select count(*) from inbox_failed),
                (select received_at from inbox_journal where seq = (select min(seq) from inbox_pending))
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3));
    }

    /// <summary>What was set aside, latest first.</summary>
    /// <param name="most">How many to answer.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<List<FailedActivity>> FailedAsync(int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select f.seq, j.actor_uri, f.error, f.attempts, f.at from inbox_failed f join inbox_journal j on j.seq = f.seq order by f.at desc limit $1");
        command.Parameters.Add(new() { Value = most });
        var failed = new List<FailedActivity>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            failed.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return failed;
    }

    /// <summary>Has what was set aside tried again, by whichever node has its lane; answers how many. Their errors stay until they succeed.</summary>
    /// <param name="seq">One of them; null: all.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<int> RetryFailedAsync(long? seq, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            with again as (
                insert into inbox_pending (lane, seq)
                select lane, seq from inbox_failed where seq = $1 or $1 is null on conflict do nothing returning seq
            ), told as (select pg_notify('fediprofs_inbox', ''))
            select (select count(*) from again)::int from told
            """);
        command.Parameters.Add(new() { Value = (object?)seq ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Drops journal rows and marks of repeats that are older than the settings say; what is not done yet stays.</summary>
    public async Task DropOldAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var journal = database.CreateCommand(
            """
            delete from inbox_journal j where received_at < $1
                and not exists (select from inbox_pending p where p.lane = j.lane and p.seq = j.seq)
                and not exists (select from inbox_waiting w where w.seq = j.seq)
                and not exists (select from inbox_failed f where f.seq = j.seq)
            """);
        journal.Parameters.Add(new() { Value = now - TimeSpan.FromDays(options.JournalDays) });
        await journal.ExecuteNonQueryAsync(cancel);
        await using var seen = database.CreateCommand("delete from inbox_seen where at < $1");
        seen.Parameters.Add(new() { Value = now - TimeSpan.FromDays(options.SeenDays) });
        await seen.ExecuteNonQueryAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await DropOldAsync(stoppingToken);
                }
                catch (NpgsqlException failure)
                {
                    log.LogWarning(failure, "Old entries of the inbox were not dropped; trying again in an hour.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }
}
