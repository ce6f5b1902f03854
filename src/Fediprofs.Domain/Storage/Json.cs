using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fediprofs.Domain.Storage;

/// <summary>How the domain writes its jsonb columns.</summary>
public static class Json
{
    /// <summary>camelCase, nulls left out, letters as they are.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A value as JSON text. U+0000, which PostgreSQL's jsonb refuses, is dropped.</summary>
    public static string Write<T>(T value) =>
        JsonSerializer.Serialize(value, Options).Replace("\\u0000", string.Empty, StringComparison.Ordinal);

    /// <summary>A value from JSON text.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
