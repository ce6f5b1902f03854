using System.Text;
using AngleSharp.Dom;
using Ganss.Xss;

namespace Fediprofs.ActivityPub.Html;

/// <summary>
/// The way of everything unusual: bounded first, parsed as a browser would, sanitised by HtmlSanitizer, then written
/// anew by <see cref="CleanWriter"/>, which knows no other elements and attributes than the allowed ones.
/// </summary>
internal static class SlowClean
{
    // Beyond these the words alone are kept: parsers take quadratic time over misnested elements.
    private const int DeepestNesting = 128;
    private const int MostTags = 20_000;

    private const int LongestTag = 8_192;

    // Stateless once configured; its documentation allows concurrent use.
    private static readonly HtmlSanitizer Sanitizer = Configure();

    public static string Clean(string html)
    {
        html = html.Contains('\0', StringComparison.Ordinal) ? html.Replace("\0", "", StringComparison.Ordinal) : html;
        if (Bound(html) is not { } bounded)
        {
            return PlainText.ToHtml(HtmlText.Of(html));
        }

        using var document = Sanitizer.SanitizeDom(bounded);
        return document.Body is { } body ? CleanWriter.Write(body) : "";
    }

    /// <summary>The HTML with overlong tags cut to their names; null when it nests too deeply or has too many tags.</summary>
    private static string? Bound(string html)
    {
        StringBuilder? shortened = null;
        var copied = 0;
        var depth = 0;
        var tags = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at < html.Length;)
        {
            var tag = HtmlTag.At(html, at);
            if (!tag.Name.IsEmpty)
            {
                if (++tags > MostTags)
                {
                    return null;
                }

                depth += IsUnclosedByCustom(tag.Name) ? 0 : tag.IsEnd ? (depth > 0 ? -1 : 0) : 1;
                if (depth > DeepestNesting)
                {
                    return null;
                }
            }

            if (tag.End - at > LongestTag)
            {
                shortened ??= new StringBuilder(html.Length);
                shortened.Append(html.AsSpan(copied, at - copied));
                if (!tag.Name.IsEmpty && tag.Name.Length < 32)
                {
                    shortened.Append(tag.IsEnd ? "</" : "<").Append(tag.Name).Append('>');
                }

                copied = tag.End;
            }

            at = tag.End >= html.Length ? -1 : html.IndexOf('<', tag.End);
        }

        return shortened is null ? html : shortened.Append(html.AsSpan(copied)).ToString();
    }

    // Void elements, and those that authors seldom close and parsers close themselves.
    private static bool IsUnclosedByCustom(ReadOnlySpan<char> name) =>
        name.Equals("p", StringComparison.OrdinalIgnoreCase) || name.Equals("li", StringComparison.OrdinalIgnoreCase)
        || name.Equals("br", StringComparison.OrdinalIgnoreCase) || name.Equals("hr", StringComparison.OrdinalIgnoreCase)
        || name.Equals("img", StringComparison.OrdinalIgnoreCase) || name.Equals("wbr", StringComparison.OrdinalIgnoreCase)
        || name.Equals("input", StringComparison.OrdinalIgnoreCase) || name.Equals("source", StringComparison.OrdinalIgnoreCase)
        || name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("tr", StringComparison.OrdinalIgnoreCase);

    private static HtmlSanitizer Configure()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(HtmlNames.Kept.Concat(["h1", "h2", "h3", "h4", "h5", "h6"]), StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "class", "translate", "lang", "start", "reversed", "value", "rel"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        })
        {
            KeepChildNodes = true,
        };
        sanitizer.RemovingComment += (_, removing) => removing.Cancel = removing.Comment.Data == CleanWriter.Border;
        sanitizer.RemovingTag += (_, removing) => KeepWhatIsText(removing.Tag);
        return sanitizer;
    }

    // The sanitiser unwraps what it removes; some elements hold no text for readers.
    private static void KeepWhatIsText(IElement element)
    {
        if (element.LocalName == "math")
        {
            element.TextContent = TeX(element);
        }
        else if (HtmlNames.IsRemovedWithContent(element.LocalName))
        {
            element.TextContent = "";
        }
        else if (HtmlNames.BreaksLine(element.LocalName) && element.LocalName != "hr")
        {
            // A border of a block stays one: CleanWriter turns it into a line break where words would run together.
            element.Before(element.Owner!.CreateComment(CleanWriter.Border));
            element.After(element.Owner.CreateComment(CleanWriter.Border));
        }
    }

    // FEP-dc88, as Mastodon shows it: the TeX annotation between dollar signs.
    private static string TeX(IElement math)
    {
        foreach (var annotation in math.GetElementsByTagName("annotation"))
        {
            if (annotation.GetAttribute("encoding") == "application/x-tex")
            {
                var sign = math.GetAttribute("display") == "block" ? "$$" : "$";
                return sign + annotation.TextContent.Trim() + sign;
            }
        }

        return "";
    }
}
