using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Fediprofs.Domain.Storage.Embedded;
using Fediprofs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace Fediprofs.Testing;

/// <summary>
/// The PostgreSQL of one test run, started when the first test asks for a database, gone with the run. A test class takes it
/// as a constructor argument.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fediprofs-tests-{Environment.ProcessId}-{Guid.NewGuid().ToString("n")[..8]}");
    private readonly ConcurrentDictionary<string, Lazy<Task>> templates = new();
    private readonly Lazy<Task<EmbeddedPostgres>> server;
    private Process? watchdog;
    private int count;

    public TestPostgres() => server = new(StartAsync);

    /// <summary>An empty database, or a clone of one that <see cref="TemplateAsync"/> made.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var postgres = await server.Value;
        var name = $"test_{Interlocked.Increment(ref count)}";
        await ExecuteAsync(postgres, $"create database {name} template {template ?? "template0"}");
        return postgres.ConnectionString(name);
    }

    /// <summary>Makes a database once a run, by <paramref name="build"/>, to clone others from.</summary>
    /// <param name="name">Lower-case letters and underscores.</param>
    /// <param name="build">Receives the connection string (not pooled: a template must not be in use).</param>
    public async Task TemplateAsync(string name, Func<string, Task> build) =>
        await templates.GetOrAdd(name, _ => new(async () =>
        {
            var postgres = await server.Value;
            await ExecuteAsync(postgres, $"create database {name} template template0");
            await build(new NpgsqlConnectionStringBuilder(postgres.ConnectionString(name)) { Pooling = false }.ConnectionString);
            await ExecuteAsync(postgres, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        })).Value;

    /// <summary>The template's clone, the template being built first where needed.</summary>
    public async Task<string> CloneAsync(string template, Func<string, Task> build)
    {
        await TemplateAsync(template, build);
        return await CreateDatabaseAsync(template);
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            NpgsqlConnection.ClearAllPools();
            await (await server.Value).DisposeAsync();
            watchdog?.Kill();
            watchdog?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<EmbeddedPostgres> StartAsync()
    {
        var options = new EmbeddedPostgresOptions { Durable = false, MaxConnections = 500 };
        var postgres = await EmbeddedPostgres.StartAsync(folder, options, TimeProvider.System, NullLogger.Instance);
        watchdog = Watch(postgres.ClusterFolder);
        return postgres;
    }

    /// <summary>Ends the server when this process is killed: PostgreSQL has a session of its own and would stay.</summary>
    private Process? Watch(string cluster)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        const string script = """
            trap '' INT TERM HUP
            while kill -0 "$1" 2>/dev/null; do sleep 1; done
            kill -INT "$(head -n 1 "$2/postmaster.pid")"; sleep 3; rm -rf "$3"
            """;
        string[] arguments = ["-c", script, "watchdog", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), cluster, folder];
        return Process.Start(new ProcessStartInfo("/bin/sh", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }

    private static async Task ExecuteAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
