using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>
/// A PostgreSQL of our own in the data folder, for instances that name no server: private (a unix socket in a closed folder, or
/// loopback; always with a generated password), shared by every process that opens the same data folder, and stopped by the
/// last of them. One that a killed run left running is taken over; one that died is started again.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    private readonly Cluster cluster;
    private readonly ClusterLocks locks;
    private readonly IDisposable use;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly NpgsqlConnectionStringBuilder address;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task watching;

    private EmbeddedPostgres(Cluster cluster, ClusterLocks locks, IDisposable use, bool attached, TimeProvider time, ILogger logger)
    {
        (this.cluster, this.locks, this.use, Attached, this.time, this.logger) = (cluster, locks, use, attached, time, logger);
        address = cluster.Address("postgres");
        watching = WatchAsync();
    }

    /// <summary>Whether the server was running already when this object was made.</summary>
    public bool Attached { get; }

    /// <summary>Folder of the cluster (PostgreSQL's data_directory).</summary>
    public string ClusterFolder => cluster.Data;

    /// <summary>Starts or joins the PostgreSQL of a data folder, with the settings of a server.</summary>
    /// <inheritdoc cref="StartAsync(string, EmbeddedPostgresOptions, TimeProvider, ILogger, CancellationToken)"/>
    public static Task<EmbeddedPostgres> StartAsync(string dataFolder, TimeProvider time, ILogger logger, CancellationToken ct = default) =>
        StartAsync(dataFolder, new EmbeddedPostgresOptions(), time, logger, ct);

    /// <summary>Starts or joins the PostgreSQL of a data folder.</summary>
    /// <param name="dataFolder">Made if missing. When root starts it and the unprivileged account cannot enter it, the cluster lies under /var/lib/fediprofs and the file <c>postgres.location</c> here says where.</param>
    /// <param name="options">How it is made and found.</param>
    /// <param name="time">Clock of the waiting.</param>
    /// <param name="logger">Hears of starts, take-overs and restarts.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>The running server; disposing of it stops it when nobody else uses it.</returns>
    /// <exception cref="EmbeddedPostgresException">It cannot run here; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(string dataFolder, EmbeddedPostgresOptions options, TimeProvider time, ILogger logger, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        dataFolder = Directory.CreateDirectory(dataFolder).FullName;
        var locks = new ClusterLocks(dataFolder, time);
        using var gate = await locks.EnterAsync(ct);
        var cluster = new Cluster(await ClusterHome.FindAsync(dataFolder, ct), options, time, logger);
        var attached = await cluster.EnsureRunningAsync(null, ct);
        return new(cluster, locks, locks.Use(), attached, time, logger);
    }

    /// <summary>How Npgsql connects to a database of this server; it need not exist yet.</summary>
    public string ConnectionString(string databaseName) =>
        new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = databaseName }.ConnectionString;

    /// <summary>Makes a database if it is missing.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> EnsureDatabaseAsync(string databaseName, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var look = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = databaseName } } };
        if (await look.ExecuteScalarAsync(ct) is null)
        {
            try
            {
                using var quoting = new NpgsqlCommandBuilder();
                await using var create = new NpgsqlCommand($"create database {quoting.QuoteIdentifier(databaseName)}", connection);
                await create.ExecuteNonQueryAsync(ct);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another process was quicker.
            }
        }

        return ConnectionString(databaseName);
    }

    /// <summary>Leaves the server; stops it when this was the last user.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        await watching;
        using (await locks.EnterAsync(CancellationToken.None))
        {
            use.Dispose();
            if (locks.IsUnused())
            {
                await cluster.StopAsync(CancellationToken.None);
            }
        }

        stopping.Dispose();
    }

    /// <summary>Starts the server again when it died under us (out of memory, a kill): at the same address, as pools know no other.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping.Token);
                if (cluster.Postmaster?.IsAlive() == true)
                {
                    continue;
                }

                using var gate = await locks.EnterAsync(stopping.Token);
                if (!await cluster.EnsureRunningAsync(address.Port, stopping.Token))
                {
                    logger.LogWarning("PostgreSQL in {Folder} had died and was started again", cluster.Data);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogError(failure, "PostgreSQL in {Folder} had died and does not start", cluster.Data);
            }
        }
    }
}
