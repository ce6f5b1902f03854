using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Somebody named in a text (<c>tag</c> of type Mention).</summary>
/// <param name="Href">Id of the actor.</param>
/// <param name="Name">How the author wrote it, for instance <c>@ines@salle.example</c>.</param>
public sealed record Mention(string Href, string? Name)
{
    // Nobody names more people in one text; those beyond are not read.
    private const int Most = 1000;

    internal static IReadOnlyList<Mention> ReadAll(JsonElement json)
    {
        List<Mention>? mentions = null;
        foreach (var tag in json.Each("tag"))
        {
            if (mentions is { Count: Most })
            {
                break;
            }

            if (tag.HasType("Mention") && tag.Iri("href") is { } href
                && (mentions ??= []).TrueForAll(known => !string.Equals(known.Href, href, StringComparison.Ordinal)))
            {
                mentions.Add(new(href, tag.MeaningfulText("name")));
            }
        }

        return mentions ?? (IReadOnlyList<Mention>)[];
    }
}
