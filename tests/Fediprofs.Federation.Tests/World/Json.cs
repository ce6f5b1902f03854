using System.Text.Json.Nodes;

namespace Fediprofs.Federation.Tests.World;

/// <summary>Reads JSON without minding what is missing.</summary>
internal static class Json
{
    /// <summary>A string; empty when it is none.</summary>
    public static string Text(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>A number; 0 when it is none.</summary>
    public static int Number(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;

    /// <summary>Whether it is true.</summary>
    public static bool Is(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The object inside, or null.</summary>
    public static JsonObject? Part(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonObject;

    /// <summary>The id of what stands there, whether embedded or named.</summary>
    public static string IdOf(this JsonNode? node, string name) => node.Part(name) is { } part ? part.Text("id") : node.Text(name);

    /// <summary>A list, whether it is written as one or as its only item.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node, string name) => (node as JsonObject)?[name] switch
    {
        JsonArray list => list.OfType<JsonNode>(),
        { } one => [one],
        null => [],
    };
}
