using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Fediprofs.Federation.Tests.World;

/// <summary>A server of an instance as a process of its own, as it runs in a machine room: it can be killed.</summary>
internal sealed class Node : IDisposable
{
    private readonly Process process;
    private readonly Process? watchdog;
    private readonly ConcurrentQueue<string> said = new();

    private Node(Process process, int port)
    {
        (this.process, Port) = (process, port);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        watchdog = Watch(process.Id);
    }

    /// <summary>Where it listens on loopback.</summary>
    public int Port { get; }

    /// <summary>Starts the built executable and waits until it answers.</summary>
    /// <param name="domain">The instance's domain and authority.</param>
    /// <param name="connection">Its database, which several nodes may share.</param>
    /// <param name="port">Where this node listens.</param>
    public static async Task<Node> StartAsync(string domain, string connection, int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Fediprofs.dll"),
            string.Create(CultureInfo.InvariantCulture, $"--urls=http://127.0.0.1:{port}"),
            $"--Instance:Domain={domain}",
            $"--Instance:PublicUrl=http://{domain}",
            "--Federation:DevelopmentDomains=*.localhost",
            "--Federation:Delivery:Lease=00:00:03",
            "--Federation:Delivery:FirstRetry=00:00:00.2",
            "--Logging:LogLevel:Default=Warning",
            $"--ConnectionStrings:Fediprofs={connection}",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var node = new Node(Process.Start(start)!, port);
        try
        {
            await Eventually.IsSoAsync($"a node on port {port}", async () =>
            {
                Assert.False(node.process.HasExited, $"The node ended: {node.LastWords}");
                using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"http://node.localhost:{port}/.well-known/nodeinfo"));
                request.Headers.Host = domain;
                using var response = await Academie.Http.SendAsync(request);
                return response.IsSuccessStatusCode;
            });
        }
        catch
        {
            node.Dispose();
            throw;
        }

        return node;
    }

    /// <summary>kill -9: nothing is finished, nothing is said.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
        if (watchdog is { HasExited: false })
        {
            watchdog.Kill();
        }

        watchdog?.Dispose();
    }

    private string LastWords => string.Join('\n', said);

    private void Hear(string? line)
    {
        if (line is not null)
        {
            said.Enqueue(line);
            while (said.Count > 50)
            {
                said.TryDequeue(out _);
            }
        }
    }

    /// <summary>Ends the node when this process is killed.</summary>
    private static Process? Watch(int node)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        const string script = "trap '' INT TERM HUP; while kill -0 \"$1\" 2>/dev/null; do sleep 1; done; kill -9 \"$2\" 2>/dev/null";
        string[] arguments = ["-c", script, "watchdog", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), node.ToString(CultureInfo.InvariantCulture)];
        return Process.Start(new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
    }
}
