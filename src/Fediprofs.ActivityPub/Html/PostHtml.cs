using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Html;

/// <summary>What is kept of others' HTML, and the words of it.</summary>
public static class PostHtml
{
    /// <summary>
    /// The HTML with only the elements, attributes, classes and links that Mastodon keeps too; all else is unwrapped or
    /// removed, every element is closed, links open elsewhere and pass on nothing (<c>rel="nofollow noopener"</c>).
    /// Bounded in time and depth for any input.
    /// </summary>
    /// <param name="html">HTML of a stranger.</param>
    public static string Clean(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return FastClean.TryClean(html) ?? SlowClean.Clean(html);
    }

    /// <summary>
    /// The words, for search, notifications and previews: one line feed for a line break or the border of a block,
    /// one space for a run of blanks, no empty lines. Takes any HTML; the result is plain text, to be escaped when shown.
    /// </summary>
    /// <param name="html">Any HTML.</param>
    public static string ToText(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return HtmlText.Of(html);
    }
}
