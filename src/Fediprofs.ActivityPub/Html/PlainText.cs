using System.Text;

namespace Fediprofs.ActivityPub.Html;

/// <summary>Whom a written mention means.</summary>
/// <param name="Url">Web address of the profile page.</param>
/// <param name="User">User name to show.</param>
public sealed record MentionLink(string Url, string User);

/// <summary>Turns what our own authors write into the HTML that other servers expect (Mastodon, <c>app/lib/text_formatter.rb</c>).</summary>
public static class PlainText
{
    private const int ShownOfLink = 30;

    /// <summary>Paragraphs, line breaks, links, mentions and hashtags of a plain text as HTML; safe without sanitising.</summary>
    /// <param name="text">Plain text; an empty line begins a paragraph.</param>
    /// <param name="mentions">Whom a mention means; null leaves it text.</param>
    /// <param name="hashtagUrl">Web address of a hashtag's page, given its name as written; null leaves it text.</param>
    public static string ToHtml(string text, Func<WrittenMention, MentionLink?> mentions, Func<string, string?> hashtagUrl)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(mentions);
        ArgumentNullException.ThrowIfNull(hashtagUrl);
        var html = new StringBuilder(text.Length + 64);
        foreach (var paragraph in Paragraphs(text))
        {
            html.Append("<p>");
            var written = 0;
            foreach (var entity in WrittenText.EntitiesIn(paragraph))
            {
                var before = html.Lines(paragraph.AsSpan(written, entity.Start - written)).Length;
                switch (entity)
                {
                    case WrittenLink link:
                        AppendLink(html, link.Url);
                        break;
                    case WrittenMention mention when mentions(mention) is { } target:
                        AppendMention(html, target);
                        break;
                    case WrittenHashtag hashtag when hashtagUrl(hashtag.Name) is { } url:
                        AppendHashtag(html, hashtag.Name, url);
                        break;
                    default:
                        break;
                }

                written = html.Length == before ? entity.Start : entity.Start + entity.Length;
            }

            html.Lines(paragraph.AsSpan(written)).Append("</p>");
        }

        return html.ToString();
    }

    /// <summary>A text in which nothing is a link: Markdown and plain text of others, shown as it was written.</summary>
    /// <param name="text">Plain text; an empty line begins a paragraph.</param>
    public static string ToHtml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var html = new StringBuilder(text.Length + 16);
        foreach (var paragraph in Paragraphs(text))
        {
            html.Append("<p>").Lines(paragraph).Append("</p>");
        }

        return html.ToString();
    }

    /// <summary>The title of a question as its first paragraph, bold: forums take their title from it.</summary>
    public static string TitleToHtml(string title) =>
        new StringBuilder("<p><strong>").Text(title).Append("</strong></p>").ToString();

    /// <summary>A last paragraph of hashtags; empty when there are none.</summary>
    /// <param name="hashtags">Name as to be shown (without the sign) and web address of each.</param>
    public static string HashtagsToHtml(IEnumerable<(string Name, string Url)> hashtags)
    {
        ArgumentNullException.ThrowIfNull(hashtags);
        var html = new StringBuilder();
        foreach (var (name, url) in hashtags)
        {
            AppendHashtag(html.Append(html.Length == 0 ? "<p>" : " "), name, url);
        }

        return html.Length == 0 ? "" : html.Append("</p>").ToString();
    }

    /// <summary>A link as Mastodon writes it: the scheme and what exceeds 30 characters are there, but not shown.</summary>
    /// <param name="url">An http or https address.</param>
    public static string LinkToHtml(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var html = new StringBuilder();
        AppendLink(html, url);
        return html.ToString();
    }

    internal static void AppendLink(StringBuilder html, string url)
    {
        var prefix = url.IndexOf("://", StringComparison.Ordinal) + 3;
        prefix += url.AsSpan(prefix).StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? 4 : 0;
        var shown = Math.Min(ShownOfLink, url.Length - prefix);
        if (shown > 0 && char.IsHighSurrogate(url[prefix + shown - 1]) && prefix + shown < url.Length)
        {
            shown--;
        }

        html.Append("<a href=\"").Text(url).Append("\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">")
            .Text(url.AsSpan(0, prefix)).Append("</span><span class=\"").Append(prefix + shown < url.Length ? "ellipsis" : "").Append("\">")
            .Text(url.AsSpan(prefix, shown)).Append("</span><span class=\"invisible\">")
            .Text(url.AsSpan(prefix + shown)).Append("</span></a>");
    }

    private static void AppendMention(StringBuilder html, MentionLink target) =>
        html.Append("<span class=\"h-card\" translate=\"no\"><a href=\"").Text(target.Url).Append("\" class=\"u-url mention\">@<span>")
            .Text(target.User).Append("</span></a></span>");

    private static void AppendHashtag(StringBuilder html, string name, string url) =>
        html.Append("<a href=\"").Text(url).Append("\" class=\"mention hashtag\" rel=\"tag\">#<span>").Text(name).Append("</span></a>");

    private static string[] Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static StringBuilder Lines(this StringBuilder html, ReadOnlySpan<char> text)
    {
        for (var line = 0; ; line++)
        {
            var feed = text.IndexOf('\n');
            html.Append(line == 0 ? "" : "<br>").Text(feed < 0 ? text : text[..feed]);
            if (feed < 0)
            {
                return html;
            }

            text = text[(feed + 1)..];
        }
    }
}
