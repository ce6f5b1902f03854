using System.Security.Cryptography;
using System.Text;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>
/// Where a cluster lies and who owns it. PostgreSQL refuses to run as root: root keeps it under an unprivileged account,
/// which must be able to enter the folder.
/// </summary>
/// <param name="Folder">Holds <c>data</c> (the cluster), <c>password</c>, <c>server.log</c> and the socket; closed to all but its owner.</param>
/// <param name="Account">Account that PostgreSQL runs as; null: the present one.</param>
/// <param name="Pointer">File in the data folder that says where the cluster lies; null when it lies there itself.</param>
internal sealed record ClusterHome(string Folder, string? Account, string? Pointer)
{
    /// <summary>The cluster itself.</summary>
    public string Data => Path.Combine(Folder, "data");

    public string PasswordFile => Path.Combine(Folder, "password");

    public string LogFile => Path.Combine(Folder, "server.log");

    /// <summary>Programs fetched for want of the distribution's.</summary>
    public string Downloads => Folder + "-programs";

    /// <summary>The major version that made the cluster; null when there is none yet.</summary>
    public int? Major
    {
        get
        {
            var version = Path.Combine(Data, "PG_VERSION");
            return File.Exists(version) && int.TryParse(File.ReadAllText(version).Trim(), out var major) ? major : null;
        }
    }

    public static async Task<ClusterHome> FindAsync(string dataFolder, CancellationToken ct)
    {
        var inside = Path.Combine(dataFolder, "postgres");
        var pointer = Path.Combine(dataFolder, "postgres.location");
        var elsewhere = File.Exists(pointer) ? (await File.ReadAllTextAsync(pointer, ct)).Trim() : null;
        var folder = elsewhere ?? inside;
        if (Directory.Exists(Path.Combine(folder, "data")))
        {
            return new(folder, await AccountOfAsync(folder, ct), elsewhere is null ? null : pointer);
        }

        if (elsewhere is not null)
        {
            throw new EmbeddedPostgresException(
                $"The database that {pointer} points at ({elsewhere}) is gone: bring it back, or delete that file to begin with an empty one.");
        }

        var account = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? Unprivileged() : null;
        if (account is null || await CanEnterAsync(account, dataFolder, ct))
        {
            return new(inside, account, null);
        }

        return new(Outside(dataFolder), account, pointer);
    }

    /// <summary>Notes in the data folder where the cluster is, once it is made.</summary>
    public void PointHere()
    {
        if (Pointer is not null)
        {
            File.WriteAllText(Pointer, Folder + "\n");
        }
    }

    /// <summary>Makes the folder, closed to all but its owner.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        Close(Folder);
        await GiveAsync(Folder, ct);
    }

    /// <summary>Hands a file or folder, and what is in it, to the cluster's account.</summary>
    public async Task GiveAsync(string path, CancellationToken ct)
    {
        if (Account is null)
        {
            return;
        }

        var given = await LocalProgram.RunAsync("chown", ["-R", Account + ":", path], null, "/", ct);
        if (!given.Succeeded)
        {
            throw new EmbeddedPostgresException($"PostgreSQL does not run as root, and {path} could not be given to the account {Account} ({given.Output}).");
        }
    }

    /// <summary>Leaves a file (0600) or folder (0700) to its owner alone.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            var rights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.SetUnixFileMode(path, Directory.Exists(path) ? rights | UnixFileMode.UserExecute : rights);
        }
    }

    private static string Unprivileged()
    {
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return accounts.Contains("postgres") ? "postgres" : "nobody";
    }

    private static async Task<string?> AccountOfAsync(string folder, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return null;
        }

        string[] ask = OperatingSystem.IsLinux() ? ["-c", "%U", folder] : ["-f", "%Su", folder];
        var owner = await LocalProgram.RunAsync("stat", ask, null, "/", ct);
        return owner.Succeeded && owner.Output is not ("root" or "UNKNOWN" or "") ? owner.Output : Unprivileged();
    }

    private static async Task<bool> CanEnterAsync(string account, string folder, CancellationToken ct) =>
        (await LocalProgram.RunAsync("/bin/sh", ["-c", "cd \"$1\"", "sh", folder], account, "/", ct)).Succeeded;

    /// <summary>A folder that everybody can enter, the same each time for the same data folder.</summary>
    private static string Outside(string dataFolder)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..16];
        var parent = Directory.Exists("/var/lib") ? "/var/lib/fediprofs" : Path.Combine(Path.GetTempPath(), "fediprofs");
        var made = Directory.CreateDirectory(parent);
        if (!OperatingSystem.IsWindows())
        {
            made.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        return Path.Combine(parent, name);
    }
}
