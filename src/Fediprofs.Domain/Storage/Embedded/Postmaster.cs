using System.Diagnostics;
using System.Globalization;

namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>What <c>postmaster.pid</c> says about the server of a cluster (PostgreSQL, <c>miscadmin.h</c>, LOCK_FILE_LINE_*).</summary>
internal sealed record Postmaster(string File, string Text, int ProcessId, int Port, string Host, string Status)
{
    /// <summary>Above the largest process id of any system (Linux: 2^22).</summary>
    private const string NoProcess = "4194305";

    public bool IsReady => Status == "ready";

    public bool IsStopping => Status == "stopping";

    /// <summary>The server that this file names, dead or alive; null without a whole file.</summary>
    public static Postmaster? Read(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        string text;
        try
        {
            text = System.IO.File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }

        var lines = text.Split('\n');
        if (lines.Length < 8
            || !int.TryParse(lines[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var pid)
            || !int.TryParse(lines[3], NumberStyles.Integer, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        return new(file, text, pid, port, lines[4].Length > 0 ? lines[4] : lines[5], lines[7].Trim());
    }

    /// <summary>Same process, whatever it has come to since.</summary>
    public bool IsSameAs(Postmaster? other) => other is not null && other.ProcessId == ProcessId && Born(other) == Born(this);

    /// <summary>Whether that very server still runs: process ids are used again, after a restart of a container even at once.</summary>
    public bool IsAlive()
    {
        if (OperatingSystem.IsLinux())
        {
            // A postmaster works in its cluster's folder; a zombie has no working folder any more.
            try
            {
                var there = $"/proc/{ProcessId}/cwd/postmaster.pid";
                return System.IO.File.Exists(there) && Born(System.IO.File.ReadAllText(there)) == Born(this);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return !process.HasExited && process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Frees a dead server's lock files. PostgreSQL would refuse to start while any process has its id: another one, or its own
    /// zombie where process 1 reaps nobody. The file itself stays: by it PostgreSQL knows whether orphans still use the shared memory.
    /// </summary>
    public void Disown()
    {
        System.IO.File.WriteAllText(File, string.Join('\n', [NoProcess, .. Text.Split('\n')[1..]]));
        if (Path.IsPathRooted(Host))
        {
            System.IO.File.Delete(Path.Combine(Host, $".s.PGSQL.{Port.ToString(CultureInfo.InvariantCulture)}.lock"));
        }
    }

    private static string Born(Postmaster postmaster) => Born(postmaster.Text);

    private static string Born(string text) => string.Join('\n', text.Split('\n')[..3]);
}
