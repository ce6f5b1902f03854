using System.Text.RegularExpressions;

namespace Fediprofs.Tests.Documentation;

/// <summary>A map that nothing checks goes stale.</summary>
public partial class PageTests
{
    public static TheoryData<string> Pages => [.. Repository.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_links_to_exists(string page)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        var missing = Link().Matches(Repository.Read(page))
            .Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !Repository.Exists(Path.Combine(folder, target)));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_file_that_a_page_names_exists(string page)
    {
        var missing = NamedFile().Matches(Repository.Read(page)).Select(name => name.Groups[1].Value).Where(name => !Repository.Exists(name));
        Assert.Empty(missing);
    }

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Link();

    // A path from the root in code type; one with … or * or a blank is no path.
    [GeneratedRegex("`((?:src|tests|docs|deploy|\\.ci)/[\\w./-]+)`")]
    private static partial Regex NamedFile();
}
