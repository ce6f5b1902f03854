using System.Buffers;
using System.Text;

namespace Fediprofs.ActivityPub.Html;

/// <summary>
/// The way that nearly every post takes: one pass over HTML that is well-formed and within the allowed set already,
/// which only adds <c>rel</c> and <c>target</c> where links lack them. Whatever is in the least unusual is not for this
/// class (null) and goes through a real parser: <see cref="SlowClean"/>. A differential test holds both together.
/// </summary>
internal ref struct FastClean
{
    private const int Deepest = 24;

    private static readonly SearchValues<char> Notable = SearchValues.Create(BuildNotable());

    private readonly string _html;
    private readonly Span<Range> _open;
    private StringBuilder? _rewritten;
    private int _copied;
    private int _at;
    private int _depth;
    private int _openParagraphs;
    private int _openAnchors;

    private FastClean(string html, Span<Range> open)
    {
        _html = html;
        _open = open;
    }

    /// <summary>The cleaned HTML (the same string when nothing had to change), or null when a parser must decide.</summary>
    public static string? TryClean(string html)
    {
        Span<Range> open = stackalloc Range[Deepest];
        var clean = new FastClean(html, open);
        return clean.Run();
    }

    private string? Run()
    {
        while (true)
        {
            var next = _html.AsSpan(_at).IndexOfAny(Notable);
            if (next < 0)
            {
                break;
            }

            _at += next;
            var understood = _html[_at] switch
            {
                '<' => Tag(),
                '&' => Entity(),
                _ => false,
            };
            if (!understood)
            {
                return null;
            }
        }

        if (_depth > 0)
        {
            return null;
        }

        return _rewritten is null ? _html : _rewritten.Append(_html.AsSpan(_copied)).ToString();
    }

    private bool Entity() => (_at = AfterEntity(_html, _at)) > 0;

    // Only references that every parser reads the same way. Returns -1 for others.
    private static int AfterEntity(string html, int at)
    {
        var rest = html.AsSpan(at + 1);
        var end = rest[..Math.Min(rest.Length, 8)].IndexOf(';');
        if (end <= 0)
        {
            return -1;
        }

        var name = rest[..end];
        if (name is "amp" or "lt" or "gt" or "quot" or "nbsp")
        {
            return at + end + 2;
        }

        return name[0] == '#' && int.TryParse(name[1..], System.Globalization.NumberStyles.None, null, out var code)
            && code is (>= 32 and < 127) or (> 160 and < 0xD800)
            ? at + end + 2
            : -1;
    }

    private bool Tag()
    {
        var start = _at;
        var rest = _html.AsSpan(start + 1);
        if (rest.Length > 0 && rest[0] == '/')
        {
            return EndTag(rest[1..]);
        }

        var length = rest.IndexOfAnyExceptInRange('a', 'z');
        if (length <= 0)
        {
            return false;
        }

        var name = rest[..length];
        if (!HtmlNames.IsKept(name) || name is "ruby" or "rt" or "rp")
        {
            return false;
        }

        _at = start + 1 + length;
        if (name is "br")
        {
            return Close();
        }

        if (_depth == Deepest || !MayOpen(name))
        {
            return false;
        }

        _open[_depth++] = new Range(start + 1, start + 1 + length);
        switch (name)
        {
            case "p":
                _openParagraphs++;
                return Attributes(start, name);
            case "a":
                _openAnchors++;
                return Attributes(start, name);
            case "span":
                return Attributes(start, name);
            default:
                // Other elements with attributes are rare enough for the parser; so is pre, which swallows a line feed.
                return _at < _html.Length && _html[_at++] == '>' && !(name is "pre" && _at < _html.Length && _html[_at] == '\n');
        }
    }

    // What an HTML parser would rearrange.
    private readonly bool MayOpen(ReadOnlySpan<char> name)
    {
        if (name is "a")
        {
            return _openAnchors == 0;
        }

        if (name is "li")
        {
            return _depth > 0 && _html.AsSpan()[_open[_depth - 1]] is "ul" or "ol";
        }

        return !HtmlNames.IsBlock(name) || _openParagraphs == 0;
    }

    private bool EndTag(ReadOnlySpan<char> rest)
    {
        if (_depth == 0)
        {
            return false;
        }

        var name = _html.AsSpan()[_open[_depth - 1]];
        if (!rest.StartsWith(name) || rest.Length == name.Length || rest[name.Length] != '>')
        {
            return false;
        }

        _depth--;
        _openParagraphs -= name is "p" ? 1 : 0;
        _openAnchors -= name is "a" ? 1 : 0;
        _at += name.Length + 3;
        return true;
    }

    // After "<br": ">", "/>" or " />".
    private bool Close()
    {
        var rest = _html.AsSpan(_at);
        var length = rest.StartsWith(">") ? 1 : rest.StartsWith("/>") ? 2 : rest.StartsWith(" />") ? 3 : 0;
        _at += length;
        return length > 0;
    }

    private bool Attributes(int start, ReadOnlySpan<char> name)
    {
        var isLink = name is "a";
        Range href = default, classes = default, rel = default, target = default;
        var translate = false;
        var attributes = 0;
        while (true)
        {
            if (_at >= _html.Length)
            {
                return false;
            }

            if (_html[_at] == '>')
            {
                _at++;
                break;
            }

            if (!Attribute(out var attribute, out var value) || ++attributes > 5)
            {
                return false;
            }

            var text = _html.AsSpan()[value];
            switch (attribute)
            {
                case "class" when IsUnset(classes) && AreKeptClasses(text):
                    classes = value;
                    break;
                case "translate" when !translate && text is "no" && !(name is "p"):
                    translate = true;
                    break;
                case "href" when isLink && IsUnset(href) && IsPlainLink(text):
                    href = value;
                    break;
                case "rel" when isLink && IsUnset(rel):
                    rel = value;
                    break;
                case "target" when isLink && IsUnset(target):
                    target = value;
                    break;
                default:
                    return false;
            }
        }

        if (!isLink)
        {
            return true;
        }

        if (IsUnset(href))
        {
            return false;
        }

        var relations = LinkRelations.For(_html.AsSpan()[rel]);
        if (!IsUnset(rel) && _html.AsSpan()[rel].SequenceEqual(relations) && _html.AsSpan()[target] is "_blank")
        {
            return true;
        }

        Rewrite(start, _html.AsSpan()[href], _html.AsSpan()[classes], relations, translate);
        return true;
    }

    // No attribute stands at the very beginning.
    private static bool IsUnset(Range value) => value.End.Value == 0;

    // ' name="value"', nothing looser.
    private bool Attribute(out ReadOnlySpan<char> name, out Range value)
    {
        name = default;
        value = default;
        var rest = _html.AsSpan(_at);
        if (rest[0] != ' ')
        {
            return false;
        }

        var length = rest[1..].IndexOfAnyExceptInRange('a', 'z');
        if (length <= 0 || !rest[(1 + length)..].StartsWith("=\""))
        {
            return false;
        }

        name = rest.Slice(1, length);
        var valueStart = _at + 1 + length + 2;
        var valueLength = _html.AsSpan(valueStart).IndexOfAny('"', '<', '>');
        if (valueLength < 0 || _html[valueStart + valueLength] != '"')
        {
            return false;
        }

        value = new Range(valueStart, valueStart + valueLength);
        _at = valueStart + valueLength + 1;
        return true;
    }

    private static bool AreKeptClasses(ReadOnlySpan<char> classes)
    {
        foreach (var token in classes.Split(' '))
        {
            // An empty class attribute stands in every shortened link of Mastodon.
            var name = classes[token];
            if (!(name.IsEmpty ? classes.IsEmpty : HtmlNames.IsKeptClass(name) && name.IndexOfAnyExcept(ClassCharacters) < 0))
            {
                return false;
            }
        }

        return true;
    }

    private static readonly SearchValues<char> ClassCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static readonly SearchValues<char> LinkCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$()*+,;=%'");

    private static bool IsPlainLink(ReadOnlySpan<char> href)
    {
        var host = href.StartsWith("https://") ? 8 : href.StartsWith("http://") ? 7 : 0;
        if (host == 0 || href.Length == host || !char.IsAsciiLetterOrDigit(href[host]))
        {
            return false;
        }

        while (true)
        {
            var odd = href.IndexOfAnyExcept(LinkCharacters);
            if (odd < 0)
            {
                return true;
            }

            if (!href[odd..].StartsWith("&amp;"))
            {
                return false;
            }

            href = href[(odd + 5)..];
        }
    }

    private void Rewrite(int start, ReadOnlySpan<char> href, ReadOnlySpan<char> classes, string relations, bool translate)
    {
        _rewritten ??= new StringBuilder(_html.Length + 128);
        _rewritten.Append(_html.AsSpan(_copied, start - _copied)).Append("<a href=\"").Append(href);
        if (!classes.IsEmpty)
        {
            _rewritten.Append("\" class=\"").Append(classes);
        }

        _rewritten.Append("\" rel=\"").Append(relations).Append("\" target=\"_blank\"").Append(translate ? " translate=\"no\">" : ">");
        _copied = _at;
    }

    private static string BuildNotable()
    {
        // Markup, a sign that must be escaped, and control characters other than tab and line feed.
        var notable = new StringBuilder("<>&\u007F");
        for (var character = '\0'; character < ' '; character++)
        {
            if (character is not ('\t' or '\n'))
            {
                notable.Append(character);
            }
        }

        for (var character = '\u0080'; character <= '\u009F'; character++)
        {
            notable.Append(character);
        }

        return notable.ToString();
    }
}
