using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Fediprofs.Tests.Documentation;

/// <summary>A map that nothing checks goes stale.</summary>
public partial class PageTests
{
    public static TheoryData<string> Pages => [.. DocumentationPages.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_links_to_exists(string page)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        var missing = Link().Matches(DocumentationPages.Read(page))
            .Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !DocumentationPages.Exists(Path.Combine(folder, target)));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_file_that_a_page_names_exists(string page)
    {
        var missing = NamedFile().Matches(DocumentationPages.Read(page)).Select(name => name.Groups[1].Value).Where(name => !DocumentationPages.Exists(name));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_setting_that_a_page_names_exists(string page)
    {
        var settings = ConfigurationPage.Make();
        var unknown = NamedSetting().Matches(DocumentationPages.Read(page)).Select(name => name.Groups[1].Value)
            .Where(name => !settings.Contains($"`{name}`", StringComparison.Ordinal));
        Assert.Empty(unknown);
    }

    [Fact]
    public async Task A_command_that_a_page_names_exists()
    {
        var commands = DocumentationPages.All.SelectMany(page => NamedCommand().Matches(DocumentationPages.Read(page))).Select(name => name.Groups[1].Value.Trim()).Distinct();
        foreach (var command in commands)
        {
            Assert.Contains($" {command} ", await HelpAsync(command), StringComparison.Ordinal);
        }
    }

    // The usage line repeats the words that were understood.
    private static async Task<string> HelpAsync(string command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Fediprofs.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. command.Split(' '), "--help"]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.ReplaceLineEndings(" ");
    }

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Link();

    // A path from the root in code type; one with … or * or a blank is no path.
    [GeneratedRegex("`((?:src|tests|docs|deploy|\\.ci)/[\\w./-]+)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex("`((?:Instance|Data|ConnectionStrings|Federation|Web)(?::\\w+)+)`")]
    private static partial Regex NamedSetting();

    // Sub-commands are lower case; what is given to them is not.
    [GeneratedRegex("(?:`fediprofs|src/Fediprofs --|opt/fediprofs/Fediprofs)((?: [a-z]+)+)")]
    private static partial Regex NamedCommand();
}
