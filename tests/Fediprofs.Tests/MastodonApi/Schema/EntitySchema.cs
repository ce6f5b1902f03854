using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Fediprofs.Tests.MastodonApi.Schema;

/// <summary>Checks JSON against the schema of an entity: required members, types, enumerations, formats.</summary>
internal static class EntitySchema
{
    private static readonly JsonElement Schemas = Load();

    /// <summary>What is wrong, each with its path; empty when nothing is.</summary>
    public static IReadOnlyList<string> Problems(string entity, JsonElement json)
    {
        var problems = new List<string>();
        Check(Schemas.GetProperty(entity), json, entity, problems);
        return problems;
    }

    private static void Check(JsonElement schema, JsonElement json, string path, List<string> problems)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(Schemas.GetProperty(reference.GetString()!.Split('/')[^1]), json, path, problems);
            return;
        }

        foreach (var choice in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(choice, out var choices) && !choices.EnumerateArray().Any(c => Fits(c, json)))
            {
                problems.Add($"{path} fits none of {choice}: {json}");
            }
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                Check(part, json, path, problems);
            }
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(t, json)))
        {
            problems.Add($"{path} is {json.ValueKind}, not {type}");
            return;
        }

        if (schema.TryGetProperty("enum", out var words) && json.ValueKind == JsonValueKind.String && !words.EnumerateArray().Any(w => w.ValueEquals(json.GetString())))
        {
            problems.Add($"{path} is {json}, none of {words}");
        }

        if (schema.TryGetProperty("format", out var format) && json.ValueKind == JsonValueKind.String && !HasFormat(format.GetString()!, json.GetString()!))
        {
            problems.Add($"{path} is {json}, no {format}");
        }

        if (json.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(schema, json, path, problems);
        }

        if (json.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (item, place) in json.EnumerateArray().Select((item, place) => (item, place)))
            {
                Check(items, item, $"{path}[{place}]", problems);
            }
        }
    }

    private static void CheckMembers(JsonElement schema, JsonElement json, string path, List<string> problems)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            problems.AddRange(required.EnumerateArray().Where(name => !json.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}.{name} is missing"));
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (json.TryGetProperty(property.Name, out var value))
                {
                    Check(property.Value, value, $"{path}.{property.Name}", problems);
                }
            }
        }
    }

    private static bool Fits(JsonElement schema, JsonElement json)
    {
        var problems = new List<string>();
        Check(schema, json, "", problems);
        return problems.Count == 0;
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement json) => type switch
    {
        "object" => json.ValueKind == JsonValueKind.Object,
        "array" => json.ValueKind == JsonValueKind.Array,
        "string" => json.ValueKind == JsonValueKind.String,
        "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
        "number" => json.ValueKind == JsonValueKind.Number,
        "null" => json.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => true,
    };

    private static JsonElement Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mastodon-entities.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("components").GetProperty("schemas").Clone();
    }
}
