using System.Diagnostics;
using System.Runtime.InteropServices;
using Fediprofs.Federation.Tests.Deployment;
using Fediprofs.Testing;

[assembly: AssemblyFixture(typeof(PublishedBuild))]

namespace Fediprofs.Federation.Tests.Deployment;

/// <summary>The program as <c>deploy/README.md</c> publishes it, made once a run, in a folder of its own so that nothing else is rebuilt.</summary>
public sealed class PublishedBuild : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fediprofs-published-{Environment.ProcessId}");
    private readonly Lazy<Task<string>> program;

    public PublishedBuild() => program = new(PublishAsync);

    /// <summary>Path of the executable.</summary>
    public Task<string> ProgramAsync() => program.Value;

    /// <summary>Runs a program to its end; answers what it printed.</summary>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Repository.Root };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> PublishAsync()
    {
        await RunAsync("dotnet",
        [
            "publish", "src/Fediprofs", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier.Contains("arm64", StringComparison.Ordinal) ? "linux-arm64" : "linux-x64",
            "--self-contained", "false", "-p:PublishReadyToRun=true", "--artifacts-path", Path.Combine(folder, "artifacts"), "-o", Path.Combine(folder, "program"), "-v", "q", "--nologo",
            // The compiler's server would live on with this process's folders open.
            "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ]);
        return Path.Combine(folder, "program", "Fediprofs");
    }
}
