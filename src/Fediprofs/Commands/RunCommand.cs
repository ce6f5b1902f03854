using System.CommandLine;
using Fediprofs.Domain.Accounts;

namespace Fediprofs.Commands;

/// <summary><c>run</c>: one instance, until it is told to stop. What the program does without a sub-command.</summary>
internal static class RunCommand
{
    public static Command Build(Instance instance)
    {
        var command = new Command("run", "Run this instance (what happens without a sub-command).");
        command.SetAction((_, cancel) => RunAsync(instance, cancel));
        return command;
    }

    public static Task<int> RunAsync(Instance instance, CancellationToken cancel) => instance.GuardAsync(async () =>
    {
        var configuration = CommandConfiguration.Build(instance.Settings);
        var settings = InstanceSettings.From(configuration);
        await using var host = await InstanceHost.BuildAsync(settings, new HostOptions { Configuration = configuration }, cancel);
        await host.App.StartAsync(cancel);
        await GreetAsync(host, instance.Output, cancel);
        await host.App.WaitForShutdownAsync(cancel);
        return 0;
    });

    private static async Task GreetAsync(InstanceHost host, TextWriter output, CancellationToken cancel)
    {
        var settings = host.Settings;
        await output.WriteLineAsync($"Fediprofs listens on {string.Join(", ", host.App.Urls)} as {settings.PublicUrl} (handles end in @{settings.Domain}).");
        if (settings.DevelopmentDomains.Count > 0)
        {
            host.App.Logger.LogWarning(
                "Development: loopback addresses, plain HTTP and self-signed certificates are allowed for {Patterns}. Never on a public server.",
                string.Join(", ", settings.DevelopmentDomains));
        }

        var (accounts, _) = await host.Services.GetRequiredService<AccountLookup>().CountsAsync(cancel);
        if (accounts == 0)
        {
            await output.WriteLineAsync(
                """
                Nobody has an account yet. Make the first one from a second terminal:
                  dotnet run --project src/Fediprofs -- account create NAME --email YOU@EXAMPLE.FR --password "…" --role admin
                """);
        }

        if (settings.Trial)
        {
            await output.WriteLineAsync(
                $"This is a trial set-up: it speaks to this machine only, and its data is in {Path.GetFullPath(settings.DataFolder)}. See docs/operations.md for a real one.");
        }
    }
}
