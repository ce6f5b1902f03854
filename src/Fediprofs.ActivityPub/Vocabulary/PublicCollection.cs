namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>The collection of everybody (ActivityPub §5.6).</summary>
public static class PublicCollection
{
    /// <summary>Its id, the only form we write.</summary>
    public const string Id = "https://www.w3.org/ns/activitystreams#Public";

    /// <summary>Whether an id names it: in full, or as JSON-LD's compacted <c>as:Public</c> or <c>Public</c>.</summary>
    public static bool Is(string? id) => id is Id or "as:Public" or "Public";

    internal static string Canonical(string id) => Is(id) ? Id : id;
}
