using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Where an event takes place.</summary>
/// <param name="Name">Name of the place.</param>
/// <param name="Locality">Town.</param>
/// <param name="Address">Street, postal code, town, as far as sent.</param>
public sealed record Place(string? Name, string? Locality, string? Address)
{
    /// <summary>The place in one line: its name and its town.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Name, Locality }.Where(part => part is not null).Distinct());

    internal static Place? Read(JsonElement json)
    {
        foreach (var location in json.Each("location"))
        {
            if (location.Text() is { } text && !string.IsNullOrWhiteSpace(text))
            {
                return new(text, null, null);
            }

            var postal = location.Member("address");
            var address = postal?.Text() ?? (postal is { } parts ? Lines(parts) : null);
            var place = new Place(location.MeaningfulText("name"), postal?.MeaningfulText("addressLocality"), address);
            if (place.Name is not null || place.Locality is not null || place.Address is not null)
            {
                return place;
            }
        }

        return null;
    }

    private static string? Lines(JsonElement postal)
    {
        var line = string.Join(", ", new[] { "streetAddress", "postalCode", "addressLocality" }
            .Select(part => postal.MeaningfulText(part)).Where(part => part is not null));
        return line.Length == 0 ? null : line;
    }
}
