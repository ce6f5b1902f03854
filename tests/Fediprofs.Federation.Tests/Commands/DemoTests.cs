using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Fediprofs.Federation.Tests.Commands;

/// <summary>The README's first command, as a new user runs it, but ending after the story.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_plays_the_whole_story_over_signed_HTTP_and_ends_with_0()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Fediprofs.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", "--exit", "--port", FreePorts().ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var demo = Process.Start(start)!;
        var output = demo.StandardOutput.ReadToEndAsync();
        var error = demo.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5), TimeProvider.System);
        await demo.WaitForExitAsync(patience.Token);

        Assert.True(demo.ExitCode == 0, $"{await output}\n{await error}");
        Assert.Contains("keeps the answer: the question is answered in Lyon", await output, StringComparison.Ordinal);
    }

    private static int FreePorts()
    {
        for (var first = 21001; ; first += 3)
        {
            if (Enumerable.Range(first, 3).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
