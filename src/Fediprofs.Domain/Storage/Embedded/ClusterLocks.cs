namespace Fediprofs.Domain.Storage.Embedded;

/// <summary>
/// Who may start and stop a cluster, and who uses it, among all processes: advisory file locks in the data folder.
/// The kernel frees them when a process is killed, so nothing stale is ever left.
/// </summary>
internal sealed class ClusterLocks(string dataFolder, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Held while a cluster is made, started or stopped: one at a time.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                return Open("postgres.gate", FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, ct);
            }
        }
    }

    /// <summary>Held as long as somebody uses the cluster; any number at once.</summary>
    public IDisposable Use() => Open("postgres.users", FileShare.Read);

    /// <summary>Whether nobody uses the cluster; ask only behind the gate.</summary>
    public bool IsUnused()
    {
        try
        {
            Open("postgres.users", FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private FileStream Open(string name, FileShare share) =>
        new(Path.Combine(dataFolder, name), FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 0);
}
