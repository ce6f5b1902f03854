using System.CommandLine;
using Fediprofs.Domain.Deliveries;

namespace Fediprofs.Commands;

/// <summary><c>delivery status|retry</c>.</summary>
internal static class DeliveryCommand
{
    public static Command Build(Instance instance)
    {
        var command = new Command("delivery", "What is on its way to other servers.");
        command.Subcommands.Add(Status(instance));
        command.Subcommands.Add(Retry(instance));
        return command;
    }

    private static Command Status(Instance instance)
    {
        var command = new Command("status", "Each server with something queued: how much, when it is tried next, since when it fails and why.");
        command.SetAction((_, cancel) => instance.RunAsync(
            async services =>
            {
                var hosts = await services.GetRequiredService<DeliveryReports>().StatusAsync(cancel);
                foreach (var host in hosts)
                {
                    var failing = host.FailingSince is { } since ? $"  failing since {since:u} ({host.Failures} times): {host.LastError}" : "";
                    await instance.Output.WriteLineAsync($"{host.Host,-40} {host.Queued,8} queued  next {host.NextAt?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) ?? "-"}{failing}");
                }

                if (hosts.Count == 0)
                {
                    await instance.Output.WriteLineAsync("Nothing is queued.");
                }

                return 0;
            },
            cancel));
        return command;
    }

    private static Command Retry(Instance instance)
    {
        var host = new Argument<string?>("host") { Description = "One server; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("retry", "Try servers now that are waiting after failures.") { host };
        command.SetAction((parsed, cancel) => instance.RunAsync(
            async services =>
            {
                var retried = await services.GetRequiredService<DeliveryReports>().RetryNowAsync(parsed.GetValue(host), cancel);
                await instance.Output.WriteLineAsync($"{retried} servers will be tried now.");
                return 0;
            },
            cancel));
        return command;
    }
}
