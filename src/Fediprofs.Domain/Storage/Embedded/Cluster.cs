using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>One private cluster: made, started, found running, stopped. Every method is called behind the gate of <see cref="ClusterLocks"/>.</summary>
internal sealed class Cluster(ClusterHome home, EmbeddedPostgresOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>The cluster's only role.</summary>
    private const string Role = "fediprofs";

    private const long LargestLog = 10 * 1024 * 1024;

    /// <summary>Recovery after a crash may replay gigabytes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private PostgresPrograms? programs;
    private string? password;

    /// <summary>The server as its own file describes it; null when there is none.</summary>
    public Postmaster? Postmaster => Postmaster.Read(home.Data);

    public string Data => home.Data;

    /// <summary>Makes the cluster if there is none, and starts its server if none runs. Says whether one was running.</summary>
    public async Task<bool> EnsureRunningAsync(int? port, CancellationToken ct)
    {
        if (home.Major is null)
        {
            await CreateAsync(ct);
        }

        home.PointHere();
        password = ReadPassword();
        if (await AwaitAnswerAsync(ct))
        {
            return true;
        }

        await StartAsync(port, ct);
        return false;
    }

    /// <summary>How to reach a database of the running server.</summary>
    public NpgsqlConnectionStringBuilder Address(string database)
    {
        var running = Postmaster ?? throw new EmbeddedPostgresException($"The PostgreSQL of {home.Folder} does not run: see {home.LogFile}.");
        return new()
        {
            Host = running.Host,
            Port = running.Port,
            Username = Role,
            Password = password,
            Database = database,
        };
    }

    /// <summary>Stops the server: connections are cut, everything is written to disk.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (Postmaster is not { } running || !running.IsAlive())
        {
            return;
        }

        var found = await ProgramsAsync(ct);
        foreach (var mode in (string[])["fast", "immediate"])
        {
            var stopped = await RunAsync(found.PgCtl, ["stop", "-D", home.Data, "-m", mode, "-w", "-t", "60"], ct);
            if (stopped.Succeeded || !running.IsAlive())
            {
                return;
            }

            logger.LogWarning("PostgreSQL in {Folder} did not stop ({Mode}): {Output}", home.Folder, mode, stopped.Output);
        }
    }

    private async Task<PostgresPrograms> ProgramsAsync(CancellationToken ct) =>
        programs ??= await PostgresPrograms.FindAsync(home.Major, home.Downloads, options, logger, ct);

    private Task<LocalProgram.Ended> RunAsync(string file, IEnumerable<string> arguments, CancellationToken ct) =>
        LocalProgram.RunAsync(file, arguments, home.Account, home.Folder, ct);

    private string ReadPassword()
    {
        try
        {
            return File.ReadAllText(home.PasswordFile).Trim();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new EmbeddedPostgresException($"The database in {home.Folder} belongs to another account: run Fediprofs as that account, or as root.", refused);
        }
    }

    private async Task CreateAsync(CancellationToken ct)
    {
        var found = await ProgramsAsync(ct);
        await home.CreateAsync(ct);
        await File.WriteAllTextAsync(home.PasswordFile, RandomNumberGenerator.GetHexString(48, lowercase: true), ct);
        ClusterHome.Close(home.PasswordFile);
        await home.GiveAsync(home.PasswordFile, ct);

        // Made under another name: a killed initdb leaves half a cluster, which must not be taken for one.
        var unfinished = home.Data + ".unfinished";
        string[] common =
        [
            "-D", unfinished, "-U", Role, "--pwfile", home.PasswordFile, "--auth=scram-sha-256", "--encoding=UTF8",
            options.Durable ? "--data-checksums" : "--no-sync",
        ];
        var made = default(LocalProgram.Ended);
        foreach (var locale in Locales(found.Major))
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            made = await RunAsync(found.Initdb, [.. common, .. locale], ct);
            if (made.Succeeded)
            {
                break;
            }
        }

        if (!made.Succeeded)
        {
            throw new EmbeddedPostgresException($"PostgreSQL could not make a database in {home.Folder}: {LastLine(made.Output)}.");
        }

        await File.AppendAllTextAsync(
            Path.Combine(unfinished, "postgresql.conf"),
            $"\ninclude_if_exists = '{ClusterSettings.FileName}'\ninclude_if_exists = '{ClusterSettings.LocalFileName}'\n",
            ct);
        Directory.Move(unfinished, home.Data);
        logger.LogInformation("Made a PostgreSQL {Major} database in {Folder}", found.Major, home.Folder);
    }

    /// <summary>Byte order with Unicode's letters, so that indexes outlive an update of the C library; plain C where the system knows no C.UTF-8.</summary>
    private static IEnumerable<string[]> Locales(int major) => major >= 17
        ? [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
        : [["--locale=C", "--lc-ctype=C.UTF-8"], ["--locale=C"]];

    private async Task StartAsync(int? port, CancellationToken ct)
    {
        var found = await ProgramsAsync(ct);
        var settings = Path.Combine(home.Data, ClusterSettings.FileName);
        await File.WriteAllTextAsync(settings, ClusterSettings.Write(home.Folder, port, options), ct);
        ClusterHome.Close(settings);
        await home.GiveAsync(settings, ct);
        RollLog();

        var since = time.GetTimestamp();
        while (true)
        {
            if (Postmaster is { } dead && !dead.IsAlive())
            {
                dead.Disown();
            }

            var before = Postmaster;

            // pg_ctl gives the server a session of its own, so that no Ctrl+C meant for us reaches it.
            var starting = RunAsync(found.PgCtl, ["start", "-D", home.Data, "-l", home.LogFile, "-w", "-t", "300"], ct);
            while (!starting.IsCompleted)
            {
                if (Postmaster is { IsReady: true } now && !now.IsSameAs(before))
                {
                    // pg_ctl looks ten times a second and ends by itself: the start need not wait for it.
                    logger.LogInformation("PostgreSQL {Major} runs in {Folder} (process {Process})", found.Major, home.Folder, now.ProcessId);
                    return;
                }

                await Task.Delay(Pause, time, ct);
            }

            var started = await starting;
            if (started.Succeeded && await AwaitAnswerAsync(ct))
            {
                return;
            }

            // After a kill the old server's children take a moment to notice and leave its shared memory.
            if (!LastComplaint().Contains("still in use", StringComparison.Ordinal) || time.GetElapsedTime(since) > TimeSpan.FromSeconds(30))
            {
                throw new EmbeddedPostgresException($"PostgreSQL did not start in {home.Folder}: {LastComplaint()} (more in {home.LogFile}).");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), time, ct);
        }
    }

    /// <summary>Whether the server that the cluster's file names answers, waiting while it starts or recovers.</summary>
    /// <remarks>Asked once even if its process is not seen: it may run in another container over the same folder.</remarks>
    private async Task<bool> AwaitAnswerAsync(CancellationToken ct)
    {
        var since = time.GetTimestamp();
        while (Postmaster is { } there)
        {
            if (!there.IsStopping)
            {
                try
                {
                    await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address("postgres").ConnectionString) { Pooling = false }.ConnectionString);
                    await connection.OpenAsync(ct);
                    return true;
                }
                catch (NpgsqlException e) when (e is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
                {
                    // Not yet there, recovering, or on its way out.
                }
            }

            if (!there.IsAlive())
            {
                return false;
            }

            if (time.GetElapsedTime(since) > Patience)
            {
                throw new EmbeddedPostgresException($"The PostgreSQL that runs in {home.Folder} (process {there.ProcessId}) does not answer: see {home.LogFile}.");
            }

            await Task.Delay(Pause * 2, time, ct);
        }

        return false;
    }

    private void RollLog()
    {
        if (File.Exists(home.LogFile) && new FileInfo(home.LogFile).Length > LargestLog)
        {
            File.Move(home.LogFile, home.LogFile + ".old", overwrite: true);
        }
    }

    private string LastComplaint()
    {
        if (!File.Exists(home.LogFile))
        {
            return "no log was written";
        }

        var lines = File.ReadLines(home.LogFile).TakeLast(8).ToList();
        return lines.FindLast(line => line.Contains("FATAL", StringComparison.Ordinal)) ?? lines.LastOrDefault("the log is empty");
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it said nothing").TrimEnd('.');
}
