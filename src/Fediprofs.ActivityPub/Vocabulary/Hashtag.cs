using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A hashtag on a post or a profile.</summary>
/// <param name="Key">What hashtags are matched by (<see cref="HashtagName.Normalize"/>).</param>
/// <param name="Name">As its author wrote it, without the sign.</param>
/// <param name="Href">Its page on the author's server, when it is a web address.</param>
public sealed record Hashtag(string Key, string Name, string? Href)
{
    // Hashtags beyond this number are not read.
    private const int Most = 200;

    internal static IReadOnlyList<Hashtag> ReadAll(JsonElement json)
    {
        List<Hashtag>? hashtags = null;
        foreach (var tag in json.Each("tag"))
        {
            if (hashtags is { Count: Most })
            {
                break;
            }

            if (tag.HasType("Hashtag") && tag.MeaningfulText("name") is { } name
                && name.Trim().TrimStart('#', '\uFF03') is { } bare && HashtagName.Normalize(bare) is { } key
                && (hashtags ??= []).TrueForAll(known => !string.Equals(known.Key, key, StringComparison.Ordinal)))
            {
                hashtags.Add(new(key, bare, tag.Web("href")));
            }
        }

        return hashtags ?? (IReadOnlyList<Hashtag>)[];
    }
}
