using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Fediprofs.OAuth;

/// <summary>The fields of a request, however they were sent: as a form, as multipart, or as a flat JSON object.</summary>
internal static class RequestFields
{
    private const long MaxBytes = 64 * 1024;

    /// <returns>Null when the body is malformed, too large, or of another kind.</returns>
    public static async Task<Dictionary<string, StringValues>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            if (request.HasFormContentType)
            {
                var form = await request.ReadFormAsync(cancellationToken);
                // Rails, and so Mastodon, writes lists as "name[]".
                return form.ToDictionary(field => field.Key.EndsWith("[]", StringComparison.Ordinal) ? field.Key[..^2] : field.Key, field => field.Value);
            }

            if (request.HasJsonContentType())
            {
                using var document = await JsonDocument.ParseAsync(request.Body, default, cancellationToken);
                return document.RootElement.ValueKind == JsonValueKind.Object ? Flatten(document.RootElement) : null;
            }

            return request.ContentLength is null or 0 && request.ContentType is null ? [] : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or BadHttpRequestException or ArgumentException)
        {
            return null;
        }
    }

    private static Dictionary<string, StringValues> Flatten(JsonElement root)
    {
        var fields = new Dictionary<string, StringValues>();
        foreach (var property in root.EnumerateObject())
        {
            StringValues values = property.Value.ValueKind == JsonValueKind.Array
                ? property.Value.EnumerateArray().Select(Text).OfType<string>().ToArray()
                : Text(property.Value);
            if (values.Count > 0)
            {
                fields[property.Name] = values;
            }
        }

        return fields;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
