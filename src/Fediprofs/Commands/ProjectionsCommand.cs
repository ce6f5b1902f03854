using System.CommandLine;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Commands;

/// <summary><c>projections rebuild</c>.</summary>
internal static class ProjectionsCommand
{
    public static Command Build(Instance instance)
    {
        var rebuild = new Command("rebuild", "Make the rows of local accounts, posts and boosts again from their events, while the server runs. Sends nothing.");
        rebuild.SetAction((_, cancel) => instance.RunAsync(
            async services =>
            {
                var report = await services.GetRequiredService<Rebuild>().RunAsync(progress: null, cancel);
                await instance.Output.WriteLineAsync($"{report.Streams} streams read, {report.Repaired} rows repaired, {report.Recounted} counts corrected.");
                return 0;
            },
            cancel));
        return new Command("projections", "Rows made from events.") { rebuild };
    }
}
