using System.CommandLine;
using Fediprofs.Commands;
using Fediprofs.Commands.Demo;

namespace Fediprofs;

/// <summary>The executable: one program with sub-commands; without one it runs an instance.</summary>
public static class Program
{
    /// <summary>Entry point; answers the exit code.</summary>
    public static Task<int> Main(string[] args)
    {
        var (words, settings) = CommandConfiguration.Split(args);
        var instance = new Instance(settings, Console.Out, Console.Error);
        var root = new RootCommand(
            """
            Fediprofs: the staff room of educators, on the Fediverse.

            Settings come from appsettings.json, the environment (Instance__Domain=…) and the command line (--Instance:Domain=…).
            """);
        root.Subcommands.Add(RunCommand.Build(instance));
        root.Subcommands.Add(DemoCommand.Build(instance));
        root.Subcommands.Add(AccountCommand.Build(instance));
        root.Subcommands.Add(KeysCommand.Build(instance));
        root.Subcommands.Add(InboxCommand.Build(instance));
        root.Subcommands.Add(DeliveryCommand.Build(instance));
        root.Subcommands.Add(ProjectionsCommand.Build(instance));
        root.SetAction((_, cancel) => RunCommand.RunAsync(instance, cancel));
        return root.Parse(words).InvokeAsync();
    }
}
