namespace Fediprofs.ActivityPub.Html;

/// <summary>What becomes of which element and class (Mastodon 4.7, <c>lib/sanitize_ext/sanitize_config.rb</c>).</summary>
internal static class HtmlNames
{
    public static readonly string[] Kept =
    [
        "p", "br", "span", "a", "del", "s", "pre", "blockquote", "code", "b", "strong", "u", "i", "em", "ul", "ol", "li", "ruby", "rt", "rp",
    ];

    /// <summary>Elements whose text is no text for readers either.</summary>
    public static readonly string[] RemovedWithContent =
    [
        "script", "style", "template", "iframe", "object", "embed", "noscript", "textarea", "title", "svg", "audio", "video", "select",
        "noembed", "noframes", "xmp", "plaintext", "head",
    ];

    private static readonly HashSet<string> KeptSet = [.. Kept];
    private static readonly HashSet<string> RemovedSet = new(RemovedWithContent, StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> LineBreaking = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "br", "pre", "blockquote", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "hr", "table", "tr", "td", "th",
        "section", "article", "aside", "header", "footer", "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "form", "thead", "tbody",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> KeptBySpan = KeptSet.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> RemovedBySpan = RemovedSet.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> LineBreakingBySpan = LineBreaking.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsKept(ReadOnlySpan<char> name) => KeptBySpan.Contains(name);

    public static bool IsRemovedWithContent(ReadOnlySpan<char> name) => RemovedBySpan.Contains(name);

    public static bool BreaksLine(ReadOnlySpan<char> name) => LineBreakingBySpan.Contains(name);

    public static bool IsHeading(ReadOnlySpan<char> name) => name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6';

    public static bool IsBlock(ReadOnlySpan<char> name) => name is "p" or "pre" or "blockquote" or "ul" or "ol" or "li";

    /// <summary>Whether a class is kept: microformats, and those that mark mentions, hashtags, shortened links and quotes.</summary>
    public static bool IsKeptClass(ReadOnlySpan<char> name) =>
        name.StartsWith("h-") || name.StartsWith("p-") || name.StartsWith("u-") || name.StartsWith("dt-") || name.StartsWith("e-")
        || name is "mention" or "hashtag" or "ellipsis" or "invisible" or "quote-inline";
}
