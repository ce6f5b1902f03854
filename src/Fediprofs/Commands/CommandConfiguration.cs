using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace Fediprofs.Commands;

/// <summary>
/// Settings come from appsettings.json, then the environment, then the command line as <c>--Instance:Domain=…</c> or
/// <c>--Instance:Domain …</c>; the last one wins.
/// </summary>
internal static class CommandConfiguration
{
    /// <summary>Splits the settings off the arguments, so that every sub-command takes them in any place.</summary>
    public static (string[] Words, string[] Settings) Split(string[] args)
    {
        List<string> words = [], settings = [];
        for (var i = 0; i < args.Length; i++)
        {
            var isSetting = args[i].StartsWith("--", StringComparison.Ordinal)
                && (args[i].Split('=')[0].Contains(':', StringComparison.Ordinal) || args[i].Split('=')[0] == "--urls");
            if (!isSetting)
            {
                words.Add(args[i]);
            }
            else if (args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Length)
            {
                settings.Add(args[i]);
            }
            else
            {
                settings.Add($"{args[i]}={args[++i]}");
            }
        }

        return ([.. words], [.. settings]);
    }

    public static IConfigurationRoot Build(string[] settings) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables()
        .AddCommandLine(settings)
        .Build();
}
