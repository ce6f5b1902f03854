namespace Fediprofs.ActivityPub.Html;

/// <summary>One token that begins with <c>&lt;</c>: a tag, a comment, or a lone sign. Linear, whatever the input.</summary>
internal readonly ref struct HtmlTag
{
    private HtmlTag(ReadOnlySpan<char> name, bool isEnd, int end)
    {
        Name = name;
        IsEnd = isEnd;
        End = end;
    }

    /// <summary>Name as written; empty for comments, declarations and a sign that begins no tag.</summary>
    public ReadOnlySpan<char> Name { get; }

    public bool IsEnd { get; }

    /// <summary>Index after the token.</summary>
    public int End { get; }

    public static HtmlTag At(string html, int start)
    {
        var rest = html.AsSpan(start);
        if (rest.StartsWith("<!--"))
        {
            // Also <!--> and <!---> are whole comments.
            var close = html.IndexOf("-->", Math.Min(start + 2, html.Length), StringComparison.Ordinal);
            return new(default, false, close < 0 ? html.Length : close + 3);
        }

        var isEnd = rest.StartsWith("</");
        var nameStart = start + (isEnd ? 2 : 1);
        if (nameStart >= html.Length || !char.IsAsciiLetter(html[nameStart]))
        {
            // <! and <? and </ followed by something else are bogus comments up to the next >; a lone < is text.
            return rest.Length > 1 && (rest[1] is '!' or '?' || isEnd) && nameStart < html.Length
                ? new(default, false, After(html, start))
                : new(default, false, start + 1);
        }

        var nameEnd = nameStart;
        while (nameEnd < html.Length && html[nameEnd] is not (' ' or '\t' or '\n' or '\r' or '\f' or '/' or '>'))
        {
            nameEnd++;
        }

        return new(html.AsSpan(nameStart, nameEnd - nameStart), isEnd, TagEnd(html, nameEnd));
    }

    private static int After(string html, int start)
    {
        var close = html.IndexOf('>', start);
        return close < 0 ? html.Length : close + 1;
    }

    private static int TagEnd(string html, int at)
    {
        var quote = '\0';
        var afterEquals = false;
        for (; at < html.Length; at++)
        {
            var character = html[at];
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
            }
            else if (character == '>')
            {
                return at + 1;
            }
            else if (afterEquals && character is '"' or '\'')
            {
                quote = character;
                afterEquals = false;
            }
            else if (character == '=')
            {
                afterEquals = true;
            }
            else if (!char.IsWhiteSpace(character))
            {
                afterEquals = false;
            }
        }

        return html.Length;
    }
}
