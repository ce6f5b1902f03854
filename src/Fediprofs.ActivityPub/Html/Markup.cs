using System.Text;

namespace Fediprofs.ActivityPub.Html;

/// <summary>Writes HTML text and attributes.</summary>
internal static class Markup
{
    /// <summary>Appends text so that it can be neither markup nor the end of a double-quoted attribute.</summary>
    public static StringBuilder Text(this StringBuilder html, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\0' => html,
                _ => html.Append(character),
            };
        }

        return html;
    }
}
