using System.Collections.Concurrent;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Activities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Fetches what activities wait for, outside of every lane, a bounded number at a time and few of one host, and wakes them.
/// A claim is a date in the future: whoever is killed while fetching is followed by another after a minute.
/// </summary>
internal sealed class Waiting(
    NpgsqlDataSource database, RemoteDocuments documents, RemotePosts posts, PostLookup known, RemoteActors actors, Lanes lanes, HandOver handOver,
    CommitSignals signals, InboxOptions options, TimeProvider time, ILogger<Waiting> log) : BackgroundService
{
    private const int MostOfOneHost = 4;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Claimed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // Index: inbox_waiting_next.
    private const string Claim =
        """
        update inbox_waiting w set next_at = $3, attempts = w.attempts + 1
        from (select seq from inbox_waiting where next_at <= $2 and lane = any($1) order by next_at limit $4 for update skip locked) due
        where w.seq = due.seq
        returning w.wants, w.attempts
        """;

    // Index: inbox_waiting_wants.
    private const string Awaken =
        """
        with woken as (delete from inbox_waiting where wants = $1 returning seq, lane)
        insert into inbox_pending (lane, seq) select lane, seq from woken on conflict do nothing returning lane
        """;

    private readonly Signal wake = new();
    private readonly ConcurrentDictionary<string, int> hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> wanted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> running = new(StringComparer.Ordinal);

    /// <summary>Says that something began to wait.</summary>
    public void Wait(IEnumerable<string> uris)
    {
        if (wanted.Count > MostRemembered)
        {
            wanted.Clear();
        }

        foreach (var uri in uris)
        {
            wanted[uri] = true;
        }

        wake.Set();
    }

    /// <summary>
    /// Says that posts were taken in; who waits for one of them need not wait for the fetch. What this node does not remember is
    /// found by the fetch all the same.
    /// </summary>
    public async Task CameAsync(IEnumerable<string> uris, CancellationToken cancel)
    {
        if (wanted.IsEmpty)
        {
            return;
        }

        foreach (var uri in uris.Where(uri => wanted.TryRemove(uri, out _)))
        {
            await AwakenAsync(uri, cancel);
        }
    }

    /// <summary>Puts activities to wait, in the transaction that took their pending rows.</summary>
    public static Task<int> PutAsync(RowWriting writing, IReadOnlyList<(Incoming Incoming, string Uri)> awaiting, CancellationToken cancel) =>
        writing.ExecuteAsync(
            """
            insert into inbox_waiting (seq, lane, wants, next_at)
            select seq, lane, wants, $4 from unnest($1::bigint[], $2::smallint[], $3::text[]) as t(seq, lane, wants)
            on conflict (seq) do update set wants = excluded.wants, next_at = excluded.next_at
            """,
            cancel,
            awaiting.Select(a => a.Incoming.Seq).ToArray(),
            awaiting.Select(a => (short)a.Incoming.Lane).ToArray(),
            awaiting.Select(a => a.Uri).ToArray(),
            writing.Now);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = wake.Next;
                var free = options.Fetches - running.Count;
                var due = free > 0 ? await ClaimAsync(free, stoppingToken) : [];
                foreach (var (wants, attempts) in due.DistinctBy(d => d.Wants))
                {
                    Start(wants, attempts, stoppingToken);
                }

                if (due.Count == 0 || running.Count >= options.Fetches)
                {
                    await Signal.WaitAsync(next, Poll, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning(failure, "What activities wait for cannot be looked up now; trying again.");
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }
    }

    private async Task<List<(string Wants, int Attempts)>> ClaimAsync(int free, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(Claim);
        command.Parameters.Add(new() { Value = lanes.Owned.Keys.Select(l => (short)l).ToArray() });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now + Claimed });
        command.Parameters.Add(new() { Value = free });
        var due = new List<(string, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            due.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return due;
    }

    private void Start(string wants, int attempts, CancellationToken cancel)
    {
        var host = WebAddress.HostOf(wants) ?? "";
        if (!running.TryAdd(wants, true))
        {
            return;
        }

        if (hosts.AddOrUpdate(host, 1, (_, n) => n + 1) > MostOfOneHost)
        {
            // Its turn comes when the claim ends; a slow host holds few of the places.
            End(wants, host);
            _ = PostponeAsync(wants, TimeSpan.FromSeconds(2), uncounted: true);
            return;
        }

        _ = Task.Run(
            async () =>
            {
                try
                {
                    await FetchAsync(wants, attempts, cancel);
                }
                catch (Exception failure)
                {
                    log.LogDebug(failure, "Fetching {Uri} failed; it is tried again.", wants);
                }
                finally
                {
                    End(wants, host);
                    wake.Set();
                }
            },
            CancellationToken.None);
    }

    private void End(string wants, string host)
    {
        running.TryRemove(wants, out _);
        if (hosts.AddOrUpdate(host, 0, (_, n) => n - 1) <= 0)
        {
            hosts.TryRemove(new KeyValuePair<string, int>(host, 0));
        }
    }

    private async Task FetchAsync(string wants, int attempts, CancellationToken cancel)
    {
        var (stored, again, why) = await StoreAsync(wants, cancel);
        if (string.Equals(stored, wants, StringComparison.Ordinal))
        {
            await AwakenAsync(wants, cancel);
        }
        else if (again && attempts < options.FetchAttempts)
        {
            await PostponeAsync(wants, TimeSpan.FromSeconds(10 * Math.Pow(4, attempts - 1)), uncounted: false);
        }
        else
        {
            log.LogInformation("Given up: {Uri}, for which activities waited: {Reason}.", wants, why);
            await using var command = database.CreateCommand("delete from inbox_waiting where wants = $1");
            command.Parameters.Add(new() { Value = wants });
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Stores a post or an actor; answers its id, or whether and why not.</summary>
    private async Task<(string? Stored, bool Again, string Why)> StoreAsync(string wants, CancellationToken cancel)
    {
        if (await known.ByUriAsync(wants, cancel) is not null)
        {
            return (wants, false, "");
        }

        switch (await documents.GetAsync(wants, cancel))
        {
            case Fetched<WireObject>.Unreachable unreachable:
                return (null, true, unreachable.Reason);
            case Fetched<WireObject>.Missing missing:
                return (null, false, missing.Reason);
            case Fetched<WireObject>.Found { Value: var document }:
                if (document.AsPost() is { } post)
                {
                    return await posts.StoreAsync(post, cancel) switch
                    {
                        Fetched<PostRow>.Found found => (found.Value.Uri, false, ""),
                        Fetched<PostRow>.Unreachable unreachable => (null, true, unreachable.Reason),
                        Fetched<PostRow>.Missing missing => (null, false, missing.Reason),
                        _ => (null, false, ""),
                    };
                }

                if (document.AsActor() is { } actor)
                {
                    return await actors.StoreAsync(actor, null, cancel) is Fetched<ActorRow>.Found { Value: var row } ? (row.Uri, false, "") : (null, false, "no usable actor");
                }

                break;
        }

        return (null, false, "neither a post nor an actor");
    }

    private async Task AwakenAsync(string wants, CancellationToken cancel)
    {
        wanted.TryRemove(wants, out _);
        await using var command = database.CreateCommand(Awaken);
        command.Parameters.Add(new() { Value = wants });
        var woken = new List<int>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                woken.Add(reader.GetInt16(0));
            }
        }

        handOver.ReadBack(woken.Where(lanes.Owned.ContainsKey));
        signals.Inbox.Set();
    }

    private async Task PostponeAsync(string wants, TimeSpan wait, bool uncounted)
    {
        try
        {
            await using var command = database.CreateCommand("update inbox_waiting set next_at = $2, attempts = attempts - $3 where wants = $1");
            command.Parameters.Add(new() { Value = wants });
            command.Parameters.Add(new() { Value = time.GetUtcNow() + wait });
            command.Parameters.Add(new() { Value = uncounted ? 1 : 0 });
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException failure)
        {
            log.LogDebug(failure, "{Uri} is looked for again when its claim ends.", wants);
        }
    }
}
