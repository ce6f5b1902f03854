using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>One line of a profile (schema.org PropertyValue).</summary>
/// <param name="Name">Plain text.</param>
/// <param name="Value">HTML, not yet sanitised.</param>
public sealed record ProfileField(string Name, string Value)
{
    private const int Most = 50;

    // WordPress sends each field as PropertyValue and again as Link: the latter is passed over.
    internal static IReadOnlyList<ProfileField> ReadAll(JsonElement json) =>
        [.. json.Each("attachment")
            .Where(item => item.HasType("PropertyValue"))
            .Select(item => item.MeaningfulText("name") is { } name ? new ProfileField(name, item.Text("value") ?? "") : null)
            .OfType<ProfileField>()
            .Distinct()
            .Take(Most)];
}
