using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Writes what we send: compact, members in a fixed order, absent rather than null.</summary>
internal static class StrictJson
{
    // Accents as they are: the documents are UTF-8 and are never put into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Document(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Optional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>UTC, to the second, or to the millisecond when there are any.</summary>
    public static void Instant(this Utf8JsonWriter json, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
        {
            json.WriteString(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
        }
    }

    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void OptionalStrings(this Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json.Strings(name, values);
        }
    }

    public static void Tag(this Utf8JsonWriter json, Mention mention)
    {
        json.WriteStartObject();
        json.WriteString("type", "Mention");
        json.WriteString("href", mention.Href);
        json.Optional("name", mention.Name);
        json.WriteEndObject();
    }

    public static void Tag(this Utf8JsonWriter json, Hashtag hashtag)
    {
        json.WriteStartObject();
        json.WriteString("type", "Hashtag");
        json.WriteString("name", "#" + hashtag.Name);
        json.Optional("href", hashtag.Href);
        json.WriteEndObject();
    }

    public static void Tag(this Utf8JsonWriter json, Emoji emoji)
    {
        json.WriteStartObject();
        json.Optional("id", emoji.Id);
        json.WriteString("type", "Emoji");
        json.WriteString("name", $":{emoji.Shortcode}:");
        json.Instant("updated", emoji.Updated);
        json.WriteStartObject("icon");
        json.WriteString("type", "Image");
        json.WriteString("url", emoji.Url);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Image(this Utf8JsonWriter json, string name, ProfileImage? image)
    {
        if (image is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("type", "Image");
        json.Optional("mediaType", image.MediaType);
        json.WriteString("url", image.Url);
        // Mastodon reads the description from summary, others from name.
        json.Optional("summary", image.Description);
        json.Optional("name", image.Description);
        json.WriteEndObject();
    }
}
