using System.Globalization;
using System.Text;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Html;

/// <summary>
/// How a post is shown. Notes and polls are their content behind an optional warning; everything longer has a title,
/// its <c>summary</c> is an abstract and no warning, and its page stays one click away (Mastodon shows no more than that).
/// </summary>
/// <param name="Title">Plain text; null for notes.</param>
/// <param name="ContentHtml">HTML of the author's server, not yet sanitised (<see cref="PostHtml.Clean"/>).</param>
/// <param name="Spoiler">Content warning in plain text; null when there is none.</param>
/// <param name="Link">Web address of the post's page, for what has a title.</param>
public sealed record DisplayText(string? Title, string ContentHtml, string? Spoiler, string? Link)
{
    /// <summary>Title, text and link in one, for readers that know only a text; not yet sanitised.</summary>
    public string ToHtml() =>
        Title is null && Link is null
            ? ContentHtml
            : (Title is null ? "" : PlainText.TitleToHtml(Title)) + ContentHtml + (Link is null ? "" : $"<p>{PlainText.LinkToHtml(Link)}</p>");

    /// <summary>What is shown of a post.</summary>
    public static DisplayText From(PostObject post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var content = InHtml(post);
        if (post.Type is "Note" or "ChatMessage" or "Question")
        {
            return new(post.Type == "Question" ? post.Name : null, content, PlainOf(post.Summary), null);
        }

        var html = new StringBuilder();
        if (post.Event is { } happening)
        {
            AppendEvent(html, happening, post.Summary);
        }

        if (content.Length > 0)
        {
            html.Append(content);
        }
        else if (post.Event is null && PlainOf(post.Summary) is { } summary)
        {
            html.Append(PlainText.ToHtml(summary));
        }

        foreach (var link in post.Links)
        {
            PlainText.AppendLink(html.Append("<p>"), link);
            html.Append("</p>");
        }

        var page = post.Url ?? (WebAddress.IsWeb(post.Id) ? post.Id : null);
        return new(post.Name, html.ToString(), null, page);
    }

    // Markdown is shown as it was written: fed to an HTML parser, "3 < 5" would be eaten.
    private static string InHtml(PostObject post) => post.Content switch
    {
        null => "",
        var content when post.MediaType is "text/html" or "application/xhtml+xml" => content,
        var content => PlainText.ToHtml(content),
    };

    // Mobilizon says when and where in its summary, in words; otherwise in figures, which need no language.
    private static void AppendEvent(StringBuilder html, EventDetails happening, string? summary)
    {
        if (PlainOf(summary) is { } words)
        {
            html.Append(PlainText.ToHtml(words));
            return;
        }

        var when = happening.Start is not { } start ? "" : Local(start) + (happening.End is { } end ? $" – {Local(end)}" : "");
        var line = string.Join(" · ", new[] { when, happening.Place?.ToString() ?? "" }.Where(part => part.Length > 0));
        if (line.Length > 0)
        {
            html.Append(PlainText.ToHtml(line));
        }

        string Local(DateTimeOffset instant) =>
            instant.ToOffset(happening.UtcOffset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static string? PlainOf(string? html) => html is not null && PostHtml.ToText(html) is { Length: > 0 } text ? text : null;
}
