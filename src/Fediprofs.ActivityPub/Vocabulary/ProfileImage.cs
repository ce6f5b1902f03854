using System.Net;
using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A picture of an actor, or of something that has one.</summary>
/// <param name="Url">Web address of the file.</param>
/// <param name="MediaType">As sent; not to be trusted.</param>
/// <param name="Description">Text for those who cannot see it.</param>
public sealed record ProfileImage(string Url, string? MediaType = null, string? Description = null)
{
    /// <summary>The largest of the pictures in a member; the first when no sizes are given.</summary>
    internal static ProfileImage? Read(JsonElement json, string name)
    {
        ProfileImage? best = null;
        var bestWidth = -1;
        foreach (var item in json.Each(name))
        {
            var link = item.ValueKind == JsonValueKind.Object ? item.Each("url").FirstOrDefault(url => url.Iri() is not null) : item;
            // WordPress escapes addresses as HTML does (&#038;).
            var address = WebUtility.HtmlDecode(link.Iri() ?? item.Iri("href"));
            var width = item.Size("width") ?? link.Size("width") ?? 0;
            if (WebAddress.IsWeb(address) && width > bestWidth)
            {
                best = new(address!, item.MeaningfulText("mediaType") ?? link.MeaningfulText("mediaType"), item.MeaningfulText("summary") ?? item.MeaningfulText("name"));
                bestWidth = width;
            }
        }

        return best;
    }
}
