using System.Diagnostics;
using System.Globalization;
using Fediprofs.Domain.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Fediprofs.Tests.Storage;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly EmbeddedPostgresOptions Throwaway = new() { Durable = false };

    private readonly string folder = Directory.CreateTempSubdirectory("fediprofs-postgres-").FullName;

    public EmbeddedPostgresTests()
    {
        // Temporary folders are closed; PostgreSQL's account must be able to pass.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    [Fact]
    public async Task It_starts_makes_databases_and_stops_with_its_last_user()
    {
        int process;
        await using (var postgres = await StartAsync())
        {
            var address = await postgres.EnsureDatabaseAsync("Lyon école");
            Assert.Equal(address, await postgres.EnsureDatabaseAsync("Lyon école"));
            Assert.Equal("UTF8", await AskAsync(address, "show server_encoding"));
            Assert.Equal("é", await AskAsync(address, "select lower('É')"));
            Assert.Equal("Lyon école", await AskAsync(address, "select current_database()"));
            process = ProcessOf(postgres);
            Assert.True(IsRunning(process));
        }

        Assert.False(IsRunning(process));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (var postgres = await StartAsync())
        {
            await AskAsync(await postgres.EnsureDatabaseAsync("lyon"), "create table kept(x int); insert into kept values (7) returning x");
        }

        await using var again = await StartAsync();
        Assert.False(again.Attached);
        Assert.Equal(7, await AskAsync(again.ConnectionString("lyon"), "select x from kept"));
    }

    [Fact]
    public async Task A_server_settings_are_durable_unless_told_otherwise()
    {
        await using var postgres = await EmbeddedPostgres.StartAsync(folder, TimeProvider.System, NullLogger.Instance);
        var address = postgres.ConnectionString("postgres");
        Assert.Equal("on", await AskAsync(address, "show fsync"));
        Assert.Equal("on", await AskAsync(address, "show synchronous_commit"));
        Assert.Equal("on", await AskAsync(address, "show data_checksums"));
        Assert.Equal("256MB", await AskAsync(address, "show shared_buffers"));
        Assert.Equal("off", await AskAsync(address, "show jit"));
    }

    [Fact]
    public async Task A_killed_server_is_started_again_at_the_same_address()
    {
        await using var postgres = await StartAsync();
        var address = await postgres.EnsureDatabaseAsync("lyon");
        await AskAsync(address, "create table kept(x int); insert into kept values (7) returning x");
        var killed = ProcessOf(postgres);
        Kill(killed);

        Assert.Equal(7, await EventuallyAsync(() => AskAsync(address, "select x from kept")));
        Assert.NotEqual(killed, ProcessOf(postgres));
    }

    [Fact]
    public async Task A_cluster_whose_server_was_killed_with_its_user_recovers()
    {
        var (_, process) = await AbandonAsync();
        Kill(process);

        await using var postgres = await StartAsync();
        Assert.False(postgres.Attached);
        Assert.Equal(7, await AskAsync(postgres.ConnectionString("lyon"), "select x from kept"));
    }

    [Fact]
    public async Task A_server_that_a_killed_run_left_running_is_taken_over_and_stopped()
    {
        var (_, process) = await AbandonAsync();
        await using (var postgres = await StartAsync())
        {
            Assert.True(postgres.Attached);
            Assert.Equal(process, ProcessOf(postgres));
            Assert.Equal(7, await AskAsync(postgres.ConnectionString("lyon"), "select x from kept"));
        }

        Assert.False(IsRunning(process));
    }

    [Fact]
    public async Task A_pid_file_that_names_somebody_elses_process_does_not_prevent_the_start()
    {
        var (cluster, process) = await AbandonAsync();
        Kill(process);
        var file = Path.Combine(cluster, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(file);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(file, lines);
        await Task.Delay(500);

        await using var postgres = await StartAsync();
        Assert.Equal(7, await AskAsync(postgres.ConnectionString("lyon"), "select x from kept"));
    }

    [Fact]
    public async Task Two_users_share_one_server_and_the_last_one_stops_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        Assert.True(second.Attached);
        var process = ProcessOf(first);
        Assert.Equal(process, ProcessOf(second));

        await first.DisposeAsync();
        Assert.Equal(1, await AskAsync(second.ConnectionString("postgres"), "select 1"));
        await second.DisposeAsync();
        Assert.False(IsRunning(process));
    }

    [Fact]
    public async Task Users_that_come_at_once_get_one_server()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));
        Assert.Single(users, user => !user.Attached);
        Assert.Single(users.Select(ProcessOf).Distinct());
        foreach (var user in users)
        {
            await user.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_connection_without_the_password_is_refused()
    {
        await using var postgres = await StartAsync();
        foreach (var password in (string?[])[null, "postgres", ""])
        {
            var address = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")) { Password = password, Pooling = false };
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(address.ConnectionString, "select 1"));
        }
    }

    [Fact]
    public async Task Nothing_but_a_socket_in_a_closed_folder_listens()
    {
        await using var postgres = await StartAsync();
        var address = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
        Assert.StartsWith("/", address.Host, StringComparison.Ordinal);
        Assert.Equal("", await AskAsync(address.ConnectionString, "show listen_addresses"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)Convert.ToInt32("700", 8), File.GetUnixFileMode(address.Host!));
            Assert.Equal((UnixFileMode)Convert.ToInt32("600", 8), File.GetUnixFileMode(Path.Combine(address.Host!, "password")));
        }
    }

    [Fact]
    public async Task A_folder_with_a_long_path_is_served_over_loopback_with_the_password()
    {
        var deep = Directory.CreateDirectory(Path.Combine(folder, new string('d', 120), "à côté")).FullName;
        await using var postgres = await EmbeddedPostgres.StartAsync(deep, Throwaway, TimeProvider.System, NullLogger.Instance);
        var address = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
        Assert.Equal("127.0.0.1", address.Host);
        Assert.Equal("127.0.0.1", await AskAsync(address.ConnectionString, "show listen_addresses"));
        address.Password = "wrong";
        await Assert.ThrowsAsync<PostgresException>(() => AskAsync(address.ConnectionString, "select 1"));

        Kill(ProcessOf(postgres));
        Assert.Equal(1, await EventuallyAsync(() => AskAsync(postgres.ConnectionString("postgres"), "select 1")));
    }

    [Fact]
    public async Task Root_runs_it_as_an_unprivileged_account_even_where_that_account_cannot_enter()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root");
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("700", 8));
        }

        string elsewhere;
        await using (var postgres = await StartAsync())
        {
            await AskAsync(await postgres.EnsureDatabaseAsync("lyon"), "create table kept(x int); insert into kept values (7) returning x");
            elsewhere = (await File.ReadAllTextAsync(Path.Combine(folder, "postgres.location"))).Trim();
            Assert.Equal(Path.Combine(elsewhere, "data"), postgres.ClusterFolder);
            var status = await File.ReadAllLinesAsync($"/proc/{ProcessOf(postgres)}/status");
            Assert.DoesNotContain(status, line => line.StartsWith("Uid:\t0\t", StringComparison.Ordinal));
        }

        await using (var again = await StartAsync())
        {
            Assert.Equal(7, await AskAsync(again.ConnectionString("lyon"), "select x from kept"));
        }

        Directory.Delete(elsewhere, recursive: true);
        var lost = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);
        Assert.Contains(elsewhere, lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_server_has_a_session_of_its_own_so_that_Ctrl_C_does_not_reach_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var postgres = await StartAsync();
        Assert.Equal(ProcessOf(postgres), SessionOf(ProcessOf(postgres)));
        Assert.NotEqual(SessionOf(Environment.ProcessId), SessionOf(ProcessOf(postgres)));
    }

    [Fact]
    public async Task Without_programs_and_without_a_network_one_sentence_says_what_to_install()
    {
        var nothing = new EmbeddedPostgresOptions { ProgramFolders = [], DownloadFrom = "http://127.0.0.1:9/maven2" };
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() =>
            EmbeddedPostgres.StartAsync(folder, nothing, TimeProvider.System, NullLogger.Instance));
        Assert.Contains("apt install postgresql", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(folder, Throwaway, TimeProvider.System, NullLogger.Instance);

    /// <summary>A cluster with a server that no process uses, as after a kill -9 of the only user.</summary>
    private async Task<(string Cluster, int Process)> AbandonAsync()
    {
        await using (var postgres = await StartAsync())
        {
            await AskAsync(await postgres.EnsureDatabaseAsync("lyon"), "create table kept(x int); insert into kept values (7) returning x");
        }

        var home = File.Exists(Path.Combine(folder, "postgres.location"))
            ? (await File.ReadAllTextAsync(Path.Combine(folder, "postgres.location"))).Trim()
            : Path.Combine(folder, "postgres");
        var cluster = Path.Combine(home, "data");
        var programs = Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).OrderDescending().First();
        string[] arguments = ["start", "-D", cluster, "-l", Path.Combine(home, "server.log"), "-w"];
        var start = new ProcessStartInfo(Path.Combine(programs, "pg_ctl"), arguments) { WorkingDirectory = "/", RedirectStandardOutput = true };
        if (Environment.IsPrivilegedProcess)
        {
            start.UserName = "postgres";
        }

        using var starting = Process.Start(start)!;
        await starting.WaitForExitAsync();
        return (cluster, PidIn(cluster));
    }

    private static int ProcessOf(EmbeddedPostgres postgres) => PidIn(postgres.ClusterFolder);

    private static int PidIn(string cluster) =>
        int.Parse(File.ReadLines(Path.Combine(cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static bool IsRunning(int process) => File.Exists($"/proc/{process}/cwd/PG_VERSION");

    private static void Kill(int process)
    {
        using var killed = Process.GetProcessById(process);
        killed.Kill();
    }

    private static int SessionOf(int process) =>
        int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ')[3], CultureInfo.InvariantCulture);

    private static async Task<object?> AskAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<object?> EventuallyAsync(Func<Task<object?>> ask)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (NpgsqlException) when (attempt < 150)
            {
                await Task.Delay(100);
            }
        }
    }
}
