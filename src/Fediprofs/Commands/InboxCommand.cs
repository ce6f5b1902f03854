using System.CommandLine;
using Fediprofs.Federation.Inbox;

namespace Fediprofs.Commands;

/// <summary><c>inbox status|retry</c>.</summary>
internal static class InboxCommand
{
    private const int MostShown = 50;

    public static Command Build(Instance instance)
    {
        var command = new Command("inbox", "What others sent, and what became of it.");
        command.Subcommands.Add(Status(instance));
        command.Subcommands.Add(Retry(instance));
        return command;
    }

    private static Command Status(Instance instance)
    {
        var command = new Command("status", "How much waits, and what was set aside with its error.");
        command.SetAction((_, cancel) => instance.RunAsync(
            async services =>
            {
                var inbox = services.GetRequiredService<InboxUpkeep>();
                var status = await inbox.StatusAsync(cancel);
                await instance.Output.WriteLineAsync($"pending {status.Pending}, waiting for a fetch {status.Waiting}, set aside {status.Failed}{(status.Oldest is { } oldest ? $", oldest from {oldest:u}" : "")}");
                foreach (var failed in await inbox.FailedAsync(MostShown, cancel))
                {
                    await instance.Output.WriteLineAsync($"{failed.Seq,12}  {failed.At:u}  {failed.Actor}  {failed.Error}");
                }

                return 0;
            },
            cancel));
        return command;
    }

    private static Command Retry(Instance instance)
    {
        var seq = new Argument<long?>("number") { Description = "The number that status shows; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("retry", "Take what was set aside in again.") { seq };
        command.SetAction((parsed, cancel) => instance.RunAsync(
            async services =>
            {
                var retried = await services.GetRequiredService<InboxUpkeep>().RetryFailedAsync(parsed.GetValue(seq), cancel);
                await instance.Output.WriteLineAsync($"{retried} will be tried again.");
                return 0;
            },
            cancel));
        return command;
    }
}
