using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Fediprofs.Commands.Demo;

/// <summary>
/// <c>demo</c>: two académies in one process (two domains, two databases, one PostgreSQL) and a Mastodon-shaped peer; plays the
/// story, prints it, and stays up so that the links open in a browser.
/// </summary>
internal static class DemoCommand
{
    public static Command Build(Instance instance)
    {
        var exit = new Option<bool>("--exit") { Description = "End after the story: 0 when every step was seen, else 1." };
        var port = new Option<int>("--port") { Description = "First of three ports on loopback.", DefaultValueFactory = _ => 5101 };
        var keep = new Option<string?>("--data") { Description = "Folder for the demo's data; without it, a temporary one that is deleted at the end." };
        var command = new Command("demo", "Start two académies and play the story of a question that travels.") { exit, port, keep };
        command.SetAction((parsed, cancel) => instance.GuardAsync(() => RunAsync(instance, parsed.GetValue(exit), parsed.GetValue(port), parsed.GetValue(keep), cancel)));
        return command;
    }

    private static async Task<int> RunAsync(Instance instance, bool exit, int port, string? keep, CancellationToken cancel)
    {
        var output = instance.Output;
        for (var p = port; p < port + 3; p++)
        {
            if (!IsFree(p))
            {
                throw new SettingException("--port", $"port {p} on loopback is taken.", "5201");
            }
        }

        var folder = keep ?? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"fediprofs-demo-{Environment.ProcessId}"));
        try
        {
            await output.WriteLineAsync("Two académies and a Mastodon-shaped server start on this machine …");
            var configuration = CommandConfiguration.Build(instance.Settings);
            using var http = new LoopbackClient();
            await using var lyon = await DemoAcademie.StartAsync("lyon", "Profs de l'académie de Lyon", port, folder, http, configuration, cancel);
            await using var lille = await DemoAcademie.StartAsync("lille", "Profs de l'académie de Lille", port + 1, folder, http, configuration, cancel);
            await using var mastodon = await MastodonPeer.StartAsync("mastodon.localhost", port + 2, http, TimeProvider.System, cancel);

            var claire = await lyon.EducatorAsync("claire", "Claire Martin", "professeur-des-ecoles", ["francais"], cancel);
            var paul = await lyon.EducatorAsync("paul", "Paul Girard", "cpe", [], cancel);
            var karim = await lille.EducatorAsync("karim", "Karim Benali", "conseiller-pedagogique", ["francais"], cancel);
            var nadia = await lille.EducatorAsync("nadia", "Nadia Leroy", "professeur-des-ecoles", ["francais"], cancel);
            await output.WriteLineAsync($"Lyon is at {lyon.Url}, Lille at {lille.Url}.\n");

            await new DemoStory(claire, karim, nadia, mastodon, output, TimeProvider.System).PlayAsync(cancel);
            if (exit)
            {
                return 0;
            }

            await output.WriteLineAsync("\nEverything stays up; open the links. To sign in (password for all: " + DemoAcademie.Password + "):");
            foreach (var educator in new[] { claire, paul, karim, nadia })
            {
                await output.WriteLineAsync($"     {educator.Username,-8} {educator.Academie.Url}/sign-in   {educator.DisplayName}");
            }

            await output.WriteLineAsync("Ctrl+C ends the demo.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return 0;
        }
        catch (Exception broken) when (broken is StepNotSeenException or InvalidOperationException)
        {
            await instance.Error.WriteLineAsync(broken.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        finally
        {
            if (keep is null && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
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
