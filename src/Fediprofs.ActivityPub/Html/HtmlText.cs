using System.Net;
using System.Text;

namespace Fediprofs.ActivityPub.Html;

/// <summary>
/// The words of any HTML, by one pass over its tokens without recursion: line breaks and borders of blocks become one
/// line feed, runs of blanks one space (kept in <c>pre</c>), empty lines go.
/// </summary>
internal static class HtmlText
{
    public static string Of(string html)
    {
        if (html.AsSpan().IndexOfAny('<', '&', '\0') < 0)
        {
            return Trim(Collapse(html), html);
        }

        var text = new StringBuilder(html.Length);
        var preformatted = 0;
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            tag = tag < 0 ? html.Length : tag;
            AppendWords(text, html.AsSpan(at, tag - at), preformatted > 0);
            if (tag == html.Length)
            {
                break;
            }

            var token = HtmlTag.At(html, tag);
            at = token.End;
            if (token.Name.IsEmpty)
            {
                if (token.End == tag + 1)
                {
                    AppendWords(text, "<", preformatted > 0);
                }

                continue;
            }

            if (!token.IsEnd && HtmlNames.IsRemovedWithContent(token.Name))
            {
                at = AfterEnd(html, token);
                continue;
            }

            if (HtmlNames.BreaksLine(token.Name))
            {
                LineFeed(text);
            }

            if (token.Name.Equals("pre", StringComparison.OrdinalIgnoreCase))
            {
                preformatted = Math.Max(0, preformatted + (token.IsEnd ? -1 : 1));
            }
        }

        while (text.Length > 0 && char.IsWhiteSpace(text[^1]))
        {
            text.Length--;
        }

        return text.ToString();
    }

    private static int AfterEnd(string html, HtmlTag start)
    {
        var closing = $"</{start.Name}";
        var end = html.IndexOf(closing, start.End, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html.Length : HtmlTag.At(html, end).End;
    }

    private static void AppendWords(StringBuilder text, ReadOnlySpan<char> words, bool preformatted)
    {
        if (words.IsEmpty)
        {
            return;
        }

        if (words.Contains('&'))
        {
            words = WebUtility.HtmlDecode(words.ToString());
        }

        foreach (var character in words)
        {
            if (character == '\0')
            {
                continue;
            }

            if (preformatted && character == '\n')
            {
                LineFeed(text);
            }
            else if (!preformatted && character is ' ' or '\t' or '\n' or '\r')
            {
                if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                {
                    text.Append(' ');
                }
            }
            else
            {
                text.Append(character);
            }
        }
    }

    private static void LineFeed(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }

        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }
    }

    private static string? Collapse(string plain)
    {
        for (var at = 0; at < plain.Length; at++)
        {
            if (plain[at] is '\t' or '\n' or '\r' || (plain[at] == ' ' && (at == 0 || plain[at - 1] == ' ')))
            {
                var text = new StringBuilder(plain.Length);
                AppendWords(text, plain, false);
                return text.ToString();
            }
        }

        return null;
    }

    private static string Trim(string? collapsed, string plain) => (collapsed ?? plain).TrimEnd();
}
