using System.Collections.Frozen;
using System.Globalization;
using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// The 64 lanes by which activities are applied in order of their actor, leased to the living nodes in equal shares.
/// A node that is killed is missed after its leases end, six seconds; until then nobody else touches its lanes.
/// All times are the database's, so that clocks of nodes may differ.
/// </summary>
internal sealed class Lanes(NpgsqlDataSource database, CommitSignals signals, TimeProvider time, ILogger<Lanes> log) : BackgroundService
{
    /// <summary>How many lanes there are; stored with each activity, so never change it.</summary>
    public const int Count = 64;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1.5);

    private const string Prepare = "insert into leases (name, until) select 'lane:' || n, now() from generate_series(0, 63) n on conflict do nothing";

    private const string Live = "insert into nodes (id, seen_at) values ($1, now()) on conflict (id) do update set seen_at = now()";

    private const string Bury = "delete from nodes where seen_at < now() - interval '1 minute'";

    private const string Renew =
        "update leases set until = now() + interval '6 seconds' where owner = $1 and name like 'lane:%' returning name, epoch";

    private const string Living = "select count(*)::int from nodes where seen_at > now() - interval '6 seconds'";

    private const string Release = "update leases set owner = null, until = now() where owner = $1 and name = any($2)";

    private const string Claim =
        """
        update leases l set owner = $1, until = now() + interval '6 seconds', epoch = l.epoch + 1
        from (select name from leases where name like 'lane:%' and (owner is null or until < now()) order by name limit $2 for update skip locked) free
        where l.name = free.name
        returning l.name, l.epoch
        """;

    private volatile FrozenDictionary<int, long> owned = FrozenDictionary<int, long>.Empty;

    /// <summary>This node, new at each start.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    /// <summary>Lanes of this node, each with the epoch of its lease.</summary>
    public IReadOnlyDictionary<int, long> Owned => owned;

    /// <summary>Called when lanes came to this node: what lies in the table must be read.</summary>
    public Action<IEnumerable<int>>? Came { get; set; }

    /// <summary>The lane of an actor.</summary>
    public static int Of(string actorUri) => (int)(UriKey.LockOf(actorUri) & (Count - 1));

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(Prepare, cancellationToken);
        await BeatAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var names = owned.Keys.Select(Name).ToArray();
        owned = FrozenDictionary<int, long>.Empty;
        try
        {
            // Others take over at once instead of after the lease.
            await ExecuteAsync(Release, cancellationToken, Node, names);
            await ExecuteAsync("delete from nodes where id = $1", cancellationToken, Node);
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException)
        {
            log.LogDebug(failure, "Lanes were not released; their leases end by themselves.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await BeatAsync(stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                log.LogWarning(failure, "The database did not renew this node's lanes; trying again.");
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        await ExecuteAsync(Live, cancel, Node);
        await ExecuteAsync(Bury, cancel);
        var mine = await LanesAsync(Renew, cancel, Node);
        await using var count = database.CreateCommand(Living);
        var living = Math.Max(1, (int)(await count.ExecuteScalarAsync(cancel))!);
        var share = (Count + living - 1) / living;
        if (mine.Count > share)
        {
            var released = mine.Keys.Order().Skip(share).ToList();
            released.ForEach(lane => mine.Remove(lane));
            owned = mine.ToFrozenDictionary();
            await ExecuteAsync(Release, cancel, Node, released.Select(Name).ToArray());
        }
        else if (mine.Count < share)
        {
            foreach (var (lane, epoch) in await LanesAsync(Claim, cancel, Node, share - mine.Count))
            {
                mine[lane] = epoch;
            }
        }

        var before = owned;
        owned = mine.ToFrozenDictionary();
        var came = mine.Where(l => before.GetValueOrDefault(l.Key, -1) != l.Value).Select(l => l.Key).ToList();
        if (came.Count > 0)
        {
            log.LogDebug("Lanes came to this node: {Count} of {All}.", came.Count, Count);
            Came?.Invoke(came);
            signals.Inbox.Set();
        }
    }

    private async Task<Dictionary<int, long>> LanesAsync(string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        var lanes = new Dictionary<int, long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            lanes[int.Parse(reader.GetString(0).AsSpan("lane:".Length), CultureInfo.InvariantCulture)] = reader.GetInt64(1);
        }

        return lanes;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    private static string Name(int lane) => string.Create(CultureInfo.InvariantCulture, $"lane:{lane}");
}
