using System.Security.Cryptography;
using System.Text;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Activities;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// The durable journal. One writer, no timer: the commit in flight collects the next batch, so that many requests share one
/// commit and none waits for company. Everything is committed when <see cref="AppendAsync"/> ends.
/// </summary>
internal sealed class Journal(NpgsqlDataSource database, Lanes lanes, HandOver handOver, CommitSignals signals, TimeProvider time, ILogger<Journal> log) : IAsyncDisposable
{
    /// <summary>What nodes listen to for activities that another node took in.</summary>
    public const string Channel = "fediprofs_inbox";

    private const int MostAtOnce = 500;

    // Insert … returning keeps no order and leaves out repeats, so numbers are drawn before and told by place in the batch.
    private const string Write =
        """
        with input as (
            select * from unnest($1::bytea[], $2::text[], $3::smallint[], $4::bytea[]) with ordinality as t(key, actor_uri, lane, body, place)
        ), fresh as (
            insert into inbox_seen (key, at) select key, $5 from input order by key on conflict do nothing returning key
        ), numbered as materialized (
            select i.*, nextval('inbox_journal_seq_seq') as seq
            from (select input.* from input join fresh using (key) order by place) i
        ), journal as (
            insert into inbox_journal (seq, actor_uri, lane, received_at, body) overriding system value
            select seq, actor_uri, lane, $5, body from numbered
        ), pending as (
            insert into inbox_pending (lane, seq) select lane, seq from numbered
        )
        select place, seq from numbered
        """;

    private readonly Lock gate = new();
    private List<Entry> next = [];
    private bool writing;
    private NpgsqlConnection? connection;
    private NpgsqlCommand? command;

    /// <summary>Takes an activity in; ends when it is durable. A repeat of what is known is taken in and does nothing.</summary>
    /// <param name="activity">As read.</param>
    /// <param name="signer">Id of the proven actor.</param>
    /// <param name="body">Exact bytes.</param>
    /// <param name="bodySha256">Their digest.</param>
    public Task AppendAsync(Activity activity, string signer, byte[] body, ReadOnlySpan<byte> bodySha256)
    {
        var entry = new Entry(activity, signer, body, KeyOf(signer, activity.Id, bodySha256));
        lock (gate)
        {
            next.Add(entry);
            if (writing)
            {
                return entry.Durable.Task;
            }

            writing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static journal => _ = journal.WriteAllAsync(), this, preferLocal: false);
        return entry.Durable.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    // Mastodon gives some different acts the same id (an Undo of a Follow done twice), so the body belongs to the key.
    private static byte[] KeyOf(string signer, string? id, ReadOnlySpan<byte> bodySha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(signer));
        hash.AppendData([0]);
        hash.AppendData(Encoding.UTF8.GetBytes(id ?? ""));
        hash.AppendData([0]);
        hash.AppendData(bodySha256);
        return hash.GetHashAndReset();
    }

    private async Task WriteAllAsync()
    {
        while (true)
        {
            List<Entry> batch;
            lock (gate)
            {
                if (next.Count == 0)
                {
                    writing = false;
                    return;
                }

                batch = next.Count <= MostAtOnce ? next : next.GetRange(0, MostAtOnce);
                next = next.Count <= MostAtOnce ? [] : next.GetRange(MostAtOnce, next.Count - MostAtOnce);
            }

            Exception? failed = null;
            try
            {
                await WriteAsync(batch);
            }
            catch (Exception failure)
            {
                log.LogError(failure, "The journal could not be written; {Count} activities were not accepted.", batch.Count);
                failed = failure;
                await CloseAsync();
            }

            // One pool item answers all of them: waking a thread for each costs more than the answer.
            ThreadPool.UnsafeQueueUserWorkItem(
                static done =>
                {
                    foreach (var entry in done.Batch)
                    {
                        if (done.Failed is null)
                        {
                            entry.Durable.TrySetResult();
                        }
                        else
                        {
                            entry.Durable.TrySetException(done.Failed);
                        }
                    }
                },
                (Batch: batch, Failed: failed),
                preferLocal: false);
        }
    }

    private async Task WriteAsync(List<Entry> batch)
    {
        var once = batch.DistinctBy(e => Convert.ToHexString(e.Key)).ToList();
        var now = time.GetUtcNow();
        var write = command ?? await OpenAsync();
        write.Parameters[0].Value = once.Select(e => e.Key).ToArray();
        write.Parameters[1].Value = once.Select(e => e.Signer).ToArray();
        write.Parameters[2].Value = once.Select(e => (short)e.Lane).ToArray();
        write.Parameters[3].Value = once.Select(e => e.Body).ToArray();
        write.Parameters[4].Value = now;
        var fresh = new List<(long Seq, Entry Entry)>(once.Count);
        await using (var reader = await write.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                fresh.Add((reader.GetInt64(1), once[(int)reader.GetInt64(0) - 1]));
            }
        }

        if (fresh.Count > 0)
        {
            await HandOverAsync(fresh, now);
        }
    }

    private async Task HandOverAsync(List<(long Seq, Entry Entry)> fresh, DateTimeOffset now)
    {
        var owned = lanes.Owned;
        var others = false;
        foreach (var (seq, entry) in fresh.OrderBy(f => f.Seq))
        {
            if (owned.ContainsKey(entry.Lane))
            {
                handOver.Offer(new Incoming(entry.Activity, entry.Signer, now) { Seq = seq, Lane = entry.Lane }, entry.Body.Length);
            }
            else
            {
                others = true;
            }
        }

        signals.Inbox.Set();
        if (others)
        {
            await using var notify = new NpgsqlCommand($"notify {Channel}", connection);
            await notify.ExecuteNonQueryAsync();
        }
    }

    private async Task<NpgsqlCommand> OpenAsync()
    {
        connection = await database.OpenConnectionAsync();
        command = new NpgsqlCommand(Write, connection);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.PrepareAsync();
        return command;
    }

    private async Task CloseAsync()
    {
        var (oldCommand, oldConnection) = (command, connection);
        (command, connection) = (null, null);
        if (oldCommand is not null)
        {
            await oldCommand.DisposeAsync();
        }

        if (oldConnection is not null)
        {
            await oldConnection.DisposeAsync();
        }
    }

    private sealed class Entry(Activity activity, string signer, byte[] body, byte[] key)
    {
        public Activity Activity { get; } = activity;

        public string Signer { get; } = signer;

        public byte[] Body { get; } = body;

        public byte[] Key { get; } = key;

        public int Lane { get; } = Lanes.Of(signer);

        // Continuations run inline in the one pool item.
        public TaskCompletionSource Durable { get; } = new();
    }
}
