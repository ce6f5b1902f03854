using AngleSharp.Html.Parser;
using CsCheck;
using Fediprofs.ActivityPub.Html;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Tests.Html;

/// <summary>What the fast way lets through must be what the parser and the sanitiser would have let through.</summary>
public class CleanDifferentialTests
{
    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<em>", "</em>", "<ul>", "</ul>", "<li>", "</li>", "<ol>", "</ol>", "<br>", "<br/>", "<br />",
        "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<code>", "</code>", "<span>", "</span>", "<span class=\"h-card\" translate=\"no\">",
        "<span class=\"\">", "<span class=\"evil\">", "<p class=\"quote-inline\">", "<a>", "</a>", "<a href=\"https://a.example/\">",
        "<a href=\"https://a.example/?a=1&amp;b=2\" class=\"u-url mention\">", "<a href=\"https://a.example/\" rel=\"tag\" class=\"mention hashtag\">",
        "<a href=\"https://a.example/\" rel=\"nofollow noopener\" target=\"_blank\" translate=\"no\">", "<a href=\"javascript:alert(1)\">",
        "<a href=\"https://a.example/&quot;onclick=x\">", "<h2>", "</h2>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>",
        "<script>", "</script>", "<img src=x onerror=y>", "<svg>", "</svg>", "<math>", "<button>", "<!--", "-->", "<", ">", "&", "&amp;", "&lt;", "&#39;",
        "&eacute;", "\n", " ", "\t", "texte", "é", "\u00A0", "\"", "'", "\0", "\u0085", "<P>", "<p >", "<p\n>", "</p >", "<p/>", "<del>", "</del>", "<s>", "</s>",
    ];

    // Mostly well-formed: pairs around pairs.
    private static readonly Gen<string> Nested = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Gen.Const("mot")
        : Gen.OneOf(
            Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]),
            Gen.Select(inner, inner, (one, other) => one + other),
            inner.Select(text => $"<p>{text}</p>"),
            inner.Select(text => $"<b>{text}</b>"),
            inner.Select(text => $"<ul><li>{text}</li></ul>"),
            inner.Select(text => $"<pre>{text}</pre>"),
            inner.Select(text => $"<blockquote>{text}</blockquote>"),
            inner.Select(text => $"<span class=\"invisible\">{text}</span>"),
            inner.Select(text => $"<a href=\"https://a.example/\" class=\"u-url mention\">{text}</a>")));

    [Fact]
    public void The_fast_way_and_the_parser_agree_on_nested_html() => Nested.Sample(Agree, iter: 2_000, threads: 1);

    [Fact]
    public void The_fast_way_and_the_parser_agree_on_soup() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 12].Select(pieces => string.Concat(pieces))
            .Sample(Agree, iter: 2_000, threads: 1);

    [Theory]
    [InlineData("<p>Bonjour à tous,<br>je prépare une séance sur les fractions.</p><p>Des idées &amp; des retours d&#39;expérience ?</p>")]
    [InlineData("<p>voir <a href=\"https://a.example/\" rel=\"nofollow noopener\" target=\"_blank\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"\">a.example/</span><span class=\"invisible\"></span></a></p>")]
    [InlineData("<ul><li>un</li><li>deux</li></ul>")]
    public void What_needs_no_change_is_passed_on_as_the_same_string(string html) => Assert.Same(html, PostHtml.Clean(html));

    [Fact]
    public void What_our_own_authors_write_is_within_the_fast_set() =>
        Assert.NotNull(FastClean.TryClean(PlainText.ToHtml(
            "Bonjour @bob@gts.example,\nvoir https://www.revue.example/articles/2026/03/differencier?a=1&b=2 !\n\n#CM1",
            mention => new MentionLink("https://gts.example/@bob", mention.User), name => $"https://salle.example/tags/{name}")));

    private static void Agree(string html)
    {
        var slow = SlowClean.Clean(html);
        if (FastClean.TryClean(html) is { } fast)
        {
            Assert.Equal(Tree(slow), Tree(fast));
            OnlyAllowed(fast);
        }

        OnlyAllowed(slow);
        // What was written reads the same when parsed again.
        Assert.Equal(Tree(slow), Tree(SlowClean.Clean(slow)));
    }

    // Parsed as a browser would, nothing is there that could act.
    private static void OnlyAllowed(string html)
    {
        foreach (var element in new HtmlParser().ParseDocument("<!doctype html><body>" + html).Body!.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, HtmlNames.Kept);
            Assert.All(element.Attributes, attribute => Assert.Contains(
                attribute.Name, (string[])["href", "class", "rel", "target", "translate", "lang", "start", "reversed", "value"]));
            Assert.True(element.GetAttribute("href") is not { } href || WebAddress.IsWeb(href) || href.StartsWith("http", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string Tree(string html)
    {
        var body = new HtmlParser().ParseDocument("<!doctype html><body>" + html).Body!;
        foreach (var element in body.QuerySelectorAll("[class='']"))
        {
            element.RemoveAttribute("class");
        }

        return body.InnerHtml;
    }
}
