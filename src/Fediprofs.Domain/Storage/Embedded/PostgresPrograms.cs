using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using MysticMind.PostgresEmbed;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>A folder with PostgreSQL's programs, and their major version.</summary>
internal sealed partial record PostgresPrograms(string Folder, int Major)
{
    /// <summary>Fetched when the machine has none and no cluster asks for another.</summary>
    private const int FetchedMajor = 17;

    private const string MavenCentral = "https://repo1.maven.org/maven2";

    public string Initdb => Path.Combine(Folder, Name("initdb"));

    public string PgCtl => Path.Combine(Folder, Name("pg_ctl"));

    /// <summary>The newest programs here, or those of the cluster's major version; fetched into <paramref name="downloads"/> when there are none.</summary>
    public static async Task<PostgresPrograms> FindAsync(int? major, string downloads, EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        foreach (var folder in options.ProgramFolders ?? [.. DistributionFolders(), .. PathFolders()])
        {
            if (await ReadAsync(folder, ct) is { } found && (major is null || found.Major == major))
            {
                return found;
            }
        }

        return await FetchAsync(major ?? FetchedMajor, downloads, options, logger, ct);
    }

    private static async Task<PostgresPrograms?> ReadAsync(string folder, CancellationToken ct)
    {
        if (!new[] { "initdb", "pg_ctl", "postgres" }.All(name => File.Exists(Path.Combine(folder, Name(name)))))
        {
            return null;
        }

        if (MajorInPath().Match(folder) is { Success: true } inPath)
        {
            return new(folder, int.Parse(inPath.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        var said = await LocalProgram.RunAsync(Path.Combine(folder, Name("postgres")), ["--version"], null, Path.GetTempPath(), ct);
        return MajorInVersion().Match(said.Output) is { Success: true } inVersion
            ? new(folder, int.Parse(inVersion.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Debian, Ubuntu, Alpine; Red Hat and SUSE; Arch and FreeBSD; Homebrew and Postgres.app on macOS; Windows.</summary>
    private static IEnumerable<string> DistributionFolders()
    {
        string[] patterns =
        [
            "/usr/lib/postgresql/*/bin", "/usr/libexec/postgresql*", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin",
            "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", "/Applications/Postgres.app/Contents/Versions/*/bin",
            "C:/Program Files/PostgreSQL/*/bin",
        ];
        return patterns.SelectMany(Expand).Distinct()
            .OrderByDescending(folder => MajorInPath().Match(folder) is { Success: true } m ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    private static string[] PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Folders that match a path with one <c>*</c>.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        var parts = pattern.Split('/');
        var star = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        var parent = string.Join('/', parts[..star]);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, parts[star]).Select(found => Path.Combine([found, .. parts[(star + 1)..]])).Where(Directory.Exists)
            : [];
    }

    private static async Task<PostgresPrograms> FetchAsync(int major, string downloads, EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        logger.LogInformation("PostgreSQL {Major} is not on this machine: fetching its programs into {Folder}", major, downloads);
        try
        {
            Directory.CreateDirectory(downloads);
            var wanted = new PgServerOptions
            {
                PgVersion = major.ToString(CultureInfo.InvariantCulture),
                DbDir = downloads,
                BinariesDir = downloads,
                DownloadRetryCount = 1,
                MavenRepo = options.DownloadFrom ?? MavenCentral,
                Logger = logger,
            };

            await using var fetched = new PgServer(wanted);
            await fetched.InstallAsync(ct);
            return new(Path.Combine(fetched.InstallDir, "bin"), major);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL {major} is not on this machine and could not be fetched ({failure.Message.Split('\n')[0].TrimEnd('.', ' ')}): install it (on Debian: apt install postgresql-{major}, or postgresql for a new server), or name a running server in ConnectionStrings:Fediprofs.",
                failure);
        }
    }

    private static string Name(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    [GeneratedRegex(@"(?:postgresql[@/\\]?|pgsql-|Versions/)(\d{2})(?:/|\\|$)", RegexOptions.IgnoreCase)]
    private static partial Regex MajorInPath();

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex MajorInVersion();
}
