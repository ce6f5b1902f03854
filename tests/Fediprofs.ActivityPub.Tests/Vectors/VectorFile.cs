using System.Text.Json;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;

namespace Fediprofs.ActivityPub.Tests.Vectors;

/// <summary>One of the JSON files in this folder; where they come from says README.md beside them.</summary>
internal sealed class VectorFile(string name)
{
    private readonly JsonElement root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name))).RootElement;

    public JsonElement this[string member] => root.GetProperty(member);

    /// <summary>Ids (or positions, where entries have none) as theory data, so that each entry is a test of its own.</summary>
    public TheoryData<string> Ids(string list, Func<JsonElement, bool>? chosen = null)
    {
        var ids = new TheoryData<string>();
        var position = 0;
        foreach (var entry in root.GetProperty(list).EnumerateArray())
        {
            if (chosen is null || chosen(entry))
            {
                ids.Add(entry.TryGetProperty("id", out var id) ? id.GetString()! : position.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            position++;
        }

        return ids;
    }

    public JsonElement Entry(string list, string id)
        => int.TryParse(id, out var position)
            ? root.GetProperty(list)[position]
            : root.GetProperty(list).EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);

    public VerificationKey PublicKey(string key)
    {
        Assert.True(VerificationKey.TryFromPem(root.GetProperty("keys").GetProperty(key).GetProperty("publicKeyPem").GetString(), out var imported));
        return imported;
    }

    public static SignedRequest Request(JsonElement request) => new(
        request.GetProperty("method").GetString()!,
        request.GetProperty("scheme").GetString()!,
        request.GetProperty("host").GetString()!,
        request.GetProperty("target").GetString()!,
        [.. request.GetProperty("headers").EnumerateArray().Select(pair => new HttpField(pair[0].GetString()!, pair[1].GetString()!))],
        request.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String
            ? System.Text.Encoding.UTF8.GetBytes(body.GetString()!)
            : ReadOnlyMemory<byte>.Empty);

    public static DateTimeOffset Now(JsonElement vector) => vector.GetProperty("now").GetDateTimeOffset();

    /// <summary>"may" agrees with either answer.</summary>
    public static void AssertAccept(JsonElement expect, bool accepted, string reason)
    {
        var accept = expect.GetProperty("accept");
        if (accept.ValueKind != JsonValueKind.String)
        {
            Assert.True(accept.GetBoolean() == accepted, reason);
        }
    }
}
