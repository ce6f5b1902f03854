using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>The settings of an embedded server, and where it listens: never where another account or machine could come in without the password.</summary>
internal static partial class ClusterSettings
{
    /// <summary>Read by <c>postgresql.conf</c>; written anew at each start.</summary>
    public const string FileName = "fediprofs.conf";

    /// <summary>The operator's own settings, which win.</summary>
    public const string LocalFileName = "local.conf";

    /// <summary>The port in the name of a unix socket, alone in its folder.</summary>
    private const int SocketPort = 5432;

    /// <summary>A socket in the cluster's closed folder; 107 bytes is what an address of one holds, and PostgreSQL and Npgsql read commas as lists.</summary>
    public static bool CanUseSocket(string folder) =>
        !OperatingSystem.IsWindows() && folder.Length < 85 && PlainPath().IsMatch(folder);

    /// <summary>A port of the loopback interface that is free now.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static string Write(string folder, int? port, EmbeddedPostgresOptions options)
    {
        var durable = options.Durable ? "on" : "off";
        var listen = CanUseSocket(folder)
            ? $"""
              listen_addresses = ''
              unix_socket_directories = '{folder}'
              unix_socket_permissions = 0700
              port = {SocketPort}
              """
            : $"""
              listen_addresses = '127.0.0.1'
              unix_socket_directories = ''
              port = {port ?? FreePort()}
              """;
        return $"""
                # Written by Fediprofs at each start. Settings of your own belong into {LocalFileName}, beside this file.
                {listen}
                max_connections = {options.MaxConnections}
                shared_buffers = {(options.Durable ? "256MB" : "128MB")}
                effective_cache_size = 1GB
                work_mem = 8MB
                maintenance_work_mem = 128MB
                fsync = {durable}
                synchronous_commit = on
                full_page_writes = {durable}
                wal_compression = on
                max_wal_size = 2GB
                checkpoint_timeout = 15min
                random_page_cost = 1.1
                jit = off
                # Queues and counters change often and are small: cleaned early.
                autovacuum_naptime = 15s
                autovacuum_vacuum_scale_factor = 0.05
                autovacuum_analyze_scale_factor = 0.05
                autovacuum_vacuum_cost_limit = 1000
                # Statements and key values are people's texts and names: not for the log.
                log_min_messages = warning
                log_min_error_statement = panic
                log_error_verbosity = terse
                log_checkpoints = off
                timezone = 'UTC'
                log_timezone = 'UTC'

                """;
    }

    [GeneratedRegex(@"^[A-Za-z0-9/_.\-]+$")]
    private static partial Regex PlainPath();
}
