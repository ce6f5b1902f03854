using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fediprofs.MastodonApi.Entities;

/// <summary>How entities are written: snake_case; ids (every 64-bit number) as strings; moments in UTC to the millisecond.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Credential))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(StatusEdit))]
[JsonSerializable(typeof(StatusSource))]
[JsonSerializable(typeof(Relationship))]
[JsonSerializable(typeof(IReadOnlyList<Relationship>))]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(InstanceV1))]
[JsonSerializable(typeof(NotificationHead))]
[JsonSerializable(typeof(IReadOnlyList<Tag>))]
[JsonSerializable(typeof(Tag))]
[JsonSerializable(typeof(Preferences))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(Curriculum))]
[JsonSerializable(typeof(Error))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DateTimeOffset?))]
internal sealed partial class EntityJson : JsonSerializerContext
{
    /// <summary>Letters as they are: the answers are application/json, never part of a page.</summary>
    public static EntityJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new IdConverter(), new MomentConverter() },
    });

    private sealed class IdConverter : JsonConverter<long>
    {
        public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            long.Parse(reader.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
        {
            Span<byte> digits = stackalloc byte[20];
            value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            writer.WriteStringValue(digits[..length]);
        }
    }

    private sealed class MomentConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[24];
            value.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            writer.WriteStringValue(text[..length]);
        }
    }
}
