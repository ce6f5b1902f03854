using System.Globalization;
using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// Reads members of JSON as ActivityStreams allows them to come: a value, an array of values, an object that
/// stands for its id, null, or not at all. Nothing here throws on any document that <see cref="WireObject.TryRead"/> let in.
/// </summary>
internal static class LenientJson
{
    /// <summary>Addresses longer than this (characters) are read as absent.</summary>
    private const int LongestIri = 2048;

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    /// <summary>The values of a member; one that is no array counts as an array of one.</summary>
    public static IEnumerable<JsonElement> Each(this JsonElement json, string name)
    {
        if (json.Member(name) is not { } value)
        {
            yield break;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            yield return value;
            yield break;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind is not (JsonValueKind.Null or JsonValueKind.Array))
            {
                yield return item;
            }
        }
    }

    public static string? Text(this JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? WithoutNul(json.GetString()!) : null;

    /// <summary>The first text among a member's values, or of its natural-language map (<c>nameMap</c> for <c>name</c>).</summary>
    public static string? Text(this JsonElement json, string name)
    {
        foreach (var value in json.Each(name))
        {
            if (value.Text() is { } text)
            {
                return text;
            }
        }

        return json.TextMap(name + "Map").Select(pair => pair.Value).FirstOrDefault();
    }

    /// <summary>A natural-language map in document order: language → text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TextMap(this JsonElement json, string name)
    {
        if (json.Member(name) is not { ValueKind: JsonValueKind.Object } map)
        {
            yield break;
        }

        foreach (var entry in map.EnumerateObject())
        {
            if (entry.Value.Text() is { } text)
            {
                yield return new(entry.Name, text);
            }
        }
    }

    /// <summary>A text that says something, else null.</summary>
    public static string? MeaningfulText(this JsonElement json, string name) =>
        json.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>An id: a string as it stands (never normalised), or the <c>id</c> (of a Link: <c>href</c>) of an object.</summary>
    public static string? Iri(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => AsIri(json.GetString()!),
        JsonValueKind.Object => json.Member("id")?.IriText() ?? json.Member("href")?.IriText(),
        _ => null,
    };

    public static string? Iri(this JsonElement json, string name) =>
        json.Each(name).Select(Iri).FirstOrDefault(iri => iri is not null);

    public static IReadOnlyList<string> Iris(this JsonElement json, string name)
    {
        List<string>? found = null;
        HashSet<string>? known = null;
        foreach (var value in json.Each(name))
        {
            if (value.Iri() is { } iri && (known ??= new(StringComparer.Ordinal)).Add(iri))
            {
                (found ??= []).Add(iri);
            }
        }

        return found ?? (IReadOnlyList<string>)[];
    }

    /// <summary>An address that may be followed or shown: http or https.</summary>
    public static string? Web(this JsonElement json, string name) =>
        json.Each(name).Select(Iri).FirstOrDefault(WebAddress.IsWeb);

    public static ObjectRef? Reference(this JsonElement json, string name) =>
        json.Each(name).Select(Reference).FirstOrDefault(reference => reference is not null);

    public static ObjectRef? Reference(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String when AsIri(json.GetString()!) is { } id => new(id, null),
        JsonValueKind.Object => new(json.Iri(), new WireObject(json)),
        _ => null,
    };

    /// <summary>An ISO 8601 date or time as an instant in UTC; anything else is no date.</summary>
    public static DateTimeOffset? Instant(this JsonElement json, string name) =>
        json.InstantAsSent(name)?.ToUniversalTime();

    public static DateTimeOffset? InstantAsSent(this JsonElement json, string name) =>
        json.Text(name) is { Length: >= 10 and <= 64 } text && text[4] == '-' && text[7] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && instant.Year is > 1 and < 9999
            ? instant
            : null;

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A number of things: whole and not negative.</summary>
    public static long? Count(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) && count >= 0
            ? count
            : null;

    public static int? Size(this JsonElement json, string name) =>
        json.Count(name) is { } count and > 0 and <= 100_000 ? (int)count : null;

    public static bool HasType(this JsonElement json, string type)
    {
        foreach (var value in json.Each("type"))
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(type))
            {
                return true;
            }
        }

        return false;
    }

    private static string? IriText(this JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? AsIri(json.GetString()!) : null;

    private static string? AsIri(string text)
    {
        if (text.Length is 0 or > LongestIri)
        {
            return null;
        }

        foreach (var character in text)
        {
            if (char.IsControl(character) || char.IsWhiteSpace(character))
            {
                return null;
            }
        }

        return text;
    }

    // PostgreSQL's text and jsonb cannot hold U+0000.
    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
}
