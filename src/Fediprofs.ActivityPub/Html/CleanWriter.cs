using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Fediprofs.ActivityPub.Html;

/// <summary>
/// Writes a sanitised tree as HTML. Only the allowed elements and attributes have a way to be written at all, and
/// what is written reads the same when parsed again: no block in a paragraph, no link in a link.
/// </summary>
internal sealed class CleanWriter
{
    /// <summary>Stands where the border of an unwrapped block was (a comment; comments are never written).</summary>
    public const string Border = "border";

    private const int DeepestElements = 64;

    private readonly StringBuilder _html = new();
    private int _depth;
    private int _paragraphs;
    private int _anchors;
    private bool _inlineSinceBorder;
    private bool _breakPending;

    private CleanWriter()
    {
    }

    public static string Write(INode root)
    {
        var writer = new CleanWriter();
        writer.Children(root);
        return writer._html.ToString();
    }

    private void Children(INode parent)
    {
        for (var node = parent.FirstChild; node is not null; node = node.NextSibling)
        {
            switch (node)
            {
                case IText text:
                    Text(text.Data);
                    break;
                case IComment { Data: Border }:
                    BreakLater();
                    break;
                case IHtmlElement element:
                    Element(element);
                    break;
                default:
                    break;
            }
        }
    }

    private void Text(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            BeforeInline();
        }

        _html.Text(text);
    }

    private void Element(IHtmlElement element)
    {
        var name = element.LocalName;
        if (_depth >= DeepestElements)
        {
            Children(element);
        }
        else if (name == "br")
        {
            _html.Append("<br>");
            AtBorder();
        }
        else if (HtmlNames.IsHeading(name))
        {
            Heading(element);
        }
        else if (!HtmlNames.IsKept(name) || (name == "a" && (_anchors > 0 || Href(element) is null)))
        {
            Children(element);
        }
        else if (HtmlNames.IsBlock(name))
        {
            Block(element, name);
        }
        else
        {
            BeforeInline();
            _anchors += name == "a" ? 1 : 0;
            Wrapped(element, name);
            _anchors -= name == "a" ? 1 : 0;
        }
    }

    private void Block(IHtmlElement element, string name)
    {
        if (_paragraphs > 0)
        {
            BreakLater();
            Children(element);
            BreakLater();
            return;
        }

        AtBorder();
        _paragraphs += name == "p" ? 1 : 0;
        Wrapped(element, name);
        _paragraphs -= name == "p" ? 1 : 0;
        AtBorder();
    }

    // As Mastodon: a heading becomes a bold paragraph.
    private void Heading(IHtmlElement element)
    {
        if (_paragraphs > 0)
        {
            BreakLater();
            Children(element);
            BreakLater();
            return;
        }

        AtBorder();
        _html.Append("<p><strong>");
        _paragraphs++;
        _depth += 2;
        Children(element);
        _depth -= 2;
        _paragraphs--;
        _html.Append("</strong></p>");
        AtBorder();
    }

    private void Wrapped(IHtmlElement element, string name)
    {
        _html.Append('<').Append(name);
        Attributes(element, name);
        _html.Append('>');
        if (name == "pre" && element.FirstChild is IText { Data: ['\n', ..] })
        {
            // A parser drops the first line feed of a pre.
            _html.Append('\n');
        }

        _depth++;
        Children(element);
        _depth--;
        _html.Append("</").Append(name).Append('>');
    }

    private void Attributes(IHtmlElement element, string name)
    {
        switch (name)
        {
            case "a":
                Attribute("href", Href(element));
                Attribute("class", Classes(element));
                Attribute("rel", LinkRelations.For(element.GetAttribute("rel")));
                Attribute("target", "_blank");
                Attribute("translate", element.GetAttribute("translate") == "no" ? "no" : null);
                break;
            case "span":
                Attribute("class", Classes(element));
                Attribute("translate", element.GetAttribute("translate") == "no" ? "no" : null);
                break;
            case "p":
                Attribute("class", Classes(element));
                break;
            case "ol":
                Attribute("start", Number(element.GetAttribute("start")));
                Attribute("reversed", element.HasAttribute("reversed") ? "" : null);
                break;
            case "li":
                Attribute("value", Number(element.GetAttribute("value")));
                break;
            default:
                break;
        }

        Attribute("lang", element.GetAttribute("lang") is { Length: > 0 and <= 35 } lang
            && lang.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') ? lang : null);
    }

    private void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            _html.Append(' ').Append(name).Append("=\"").Text(value).Append('"');
        }
    }

    private static string? Href(IHtmlElement anchor) =>
        anchor.GetAttribute("href")?.Trim() is { Length: <= 4096 } href
        && (href.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || href.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(href, UriKind.Absolute, out _) && !href.Any(char.IsControl)
            ? href
            : null;

    private static string? Classes(IHtmlElement element)
    {
        var kept = string.Join(' ', element.ClassList.Where(name => HtmlNames.IsKeptClass(name)));
        return kept.Length > 0 ? kept : null;
    }

    private static string? Number(string? text) => int.TryParse(text, out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    private void BeforeInline()
    {
        if (_breakPending)
        {
            _html.Append("<br>");
        }

        _breakPending = false;
        _inlineSinceBorder = true;
    }

    private void BreakLater() => _breakPending |= _inlineSinceBorder;

    private void AtBorder()
    {
        _breakPending = false;
        _inlineSinceBorder = false;
    }
}
