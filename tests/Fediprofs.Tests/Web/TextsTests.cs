using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Fediprofs.Testing;
using Fediprofs.Web;

namespace Fediprofs.Tests.Web;

public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> French = Read(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> English = Read(CultureInfo.GetCultureInfo("en"));

    [Fact]
    public void Every_text_stands_in_both_languages_with_the_same_places()
    {
        Assert.Equal(French.Keys.Order(StringComparer.Ordinal), English.Keys.Order(StringComparer.Ordinal));
        Assert.All(French, t => Assert.Equal(
            Place().Matches(t.Value).Select(m => m.Value).Distinct().Order(), Place().Matches(English[t.Key]).Select(m => m.Value).Distinct().Order()));
        Assert.All(French.Keys.Where(k => k.EndsWith(".one", StringComparison.Ordinal)), k => Assert.Contains(k[..^3] + "other", French.Keys));
    }

    [Fact]
    public void Every_text_a_page_names_exists()
    {
        foreach (var (file, markup) in Pages())
        {
            Assert.All(Named().Matches(markup), m => Assert.True(French.ContainsKey(m.Groups[1].Value), file + ": " + m.Value));
            Assert.All(Counted().Matches(markup), m => Assert.True(French.ContainsKey(m.Groups[1].Value + ".one"), file + ": " + m.Value));
        }
    }

    [Fact]
    public void No_page_contains_a_word_for_its_reader()
    {
        foreach (var (file, markup) in Pages())
        {
            // What stands between tags, once Razor's own code is taken out, holds no letters.
            var html = CodeBlock().Split(Comment().Replace(markup, ""))[0];
            var words = Between().Matches(Attribute().Replace(html, "")).Select(m => Expression().Replace(m.Groups[1].Value, "").Trim())
                .Where(t => t.Length > 0 && !t.Contains('@', StringComparison.Ordinal) && !t.Contains('{', StringComparison.Ordinal)
                    && !t.Contains('}', StringComparison.Ordinal) && !t.Contains(';', StringComparison.Ordinal) && Letters().IsMatch(t));
            Assert.True(!words.Any(), file + ": " + string.Join(" | ", words));
            var attributes = ReaderAttribute().Matches(html).Select(m => m.Value).ToList();
            Assert.True(attributes.Count == 0, file + ": " + string.Join(" | ", attributes));
        }
    }

    private static IEnumerable<(string File, string Markup)> Pages()
    {
        var root = Repository.Of("src", "Fediprofs");
        var files = Directory.GetFiles(root, "*.razor", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return files.Where(f => Path.GetFileName(f) != "_Imports.razor").Select(f => (Path.GetRelativePath(root, f), File.ReadAllText(f)));
    }

    private static Dictionary<string, string> Read(CultureInfo culture)
    {
        var resources = new ResourceManager(typeof(Texts)).GetResourceSet(culture, true, false);
        Assert.NotNull(resources);
        return resources.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    [GeneratedRegex("""\bT\["([^"]+)"[\],]""")]
    private static partial Regex Named();

    [GeneratedRegex("""\bT\.Count\("([^"]+)",""")]
    private static partial Regex Counted();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@code\b", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("""(?<==)"[^"]*(?:@\([^)]*(?:\([^)]*\)[^)]*)*\)[^"]*)?" """)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"<[a-zA-Z/][^<>]*>([^<>]+)<")]
    private static partial Regex Between();

    [GeneratedRegex(@"@[A-Za-z.]+(?:\[[^\]]*\]|\([^)]*\))*")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Letters();

    [GeneratedRegex("""\b(?:alt|title|aria-label|placeholder)="[^"@]*\p{L}{2,}[^"@]*" """)]
    private static partial Regex ReaderAttribute();
}
