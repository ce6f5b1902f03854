using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Writes what stands where something was.</summary>
public static class TombstoneWriter
{
    /// <summary>The document that an address of something deleted answers, with status 410.</summary>
    /// <param name="id">Id of what was there.</param>
    /// <param name="formerType">Its type.</param>
    /// <param name="deleted">When it was deleted.</param>
    public static byte[] Write(string id, string? formerType = null, DateTimeOffset? deleted = null) => StrictJson.Document(json =>
    {
        JsonLdContext.WritePlain(json);
        WriteMembers(json, id, formerType, deleted);
    });

    internal static void WriteMembers(Utf8JsonWriter json, string id, string? formerType, DateTimeOffset? deleted)
    {
        json.WriteString("id", id);
        json.WriteString("type", "Tombstone");
        json.Optional("formerType", formerType);
        json.Instant("deleted", deleted);
    }
}
