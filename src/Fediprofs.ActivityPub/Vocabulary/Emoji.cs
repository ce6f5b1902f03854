using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A custom emoji: a picture for a shortcode.</summary>
/// <param name="Shortcode">Without the colons: letters, digits and underscores.</param>
/// <param name="Url">Web address of the picture.</param>
/// <param name="Id">Its own id, when it has one.</param>
/// <param name="Updated">When the picture last changed.</param>
public sealed record Emoji(string Shortcode, string Url, string? Id, DateTimeOffset? Updated)
{
    // Emojis beyond this number are not read.
    private const int Most = 500;

    internal static IReadOnlyList<Emoji> ReadAll(JsonElement json)
    {
        List<Emoji>? emojis = null;
        foreach (var tag in json.Each("tag"))
        {
            if (emojis is { Count: Most })
            {
                break;
            }

            if (tag.HasType("Emoji") && tag.Text("name")?.Trim(':') is { } shortcode && IsShortcode(shortcode)
                && tag.Each("icon").Select(icon => icon.ValueKind == JsonValueKind.Object ? icon.Web("url") ?? icon.Web("href") : null)
                    .FirstOrDefault(url => url is not null) is { } url
                && (emojis ??= []).TrueForAll(known => known.Shortcode != shortcode))
            {
                emojis.Add(new(shortcode, url, tag.Iri("id"), tag.Instant("updated")));
            }
        }

        return emojis ?? (IReadOnlyList<Emoji>)[];
    }

    private static bool IsShortcode(string text) =>
        text.Length is > 0 and <= 128 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' or '+');
}
