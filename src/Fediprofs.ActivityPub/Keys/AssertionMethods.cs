using System.Globalization;
using System.Text.Json;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>A key that an actor publishes under <c>assertionMethod</c>.</summary>
/// <param name="Id">Its id, which a signature names as <c>keyid</c> or <c>verificationMethod</c>.</param>
/// <param name="Key">The key itself.</param>
public sealed record PublishedKey(string Id, VerificationKey Key);

/// <summary>
/// Reads <c>assertionMethod</c> of an actor (FEP-521a). Lenient in shape (an object for an array, a type in an array),
/// strict in what it trusts: the controller is the actor, the id is on the actor's own origin, nothing is expired or revoked.
/// </summary>
public static class AssertionMethods
{
    // Nobody has more than a handful; each costs an import.
    private const int MostKeys = 16;

    /// <summary>The usable keys in <paramref name="assertionMethod"/>; entries that do not conform are left out.</summary>
    public static IReadOnlyList<PublishedKey> Read(JsonElement assertionMethod, string actorId, DateTimeOffset now)
    {
        var keys = new List<PublishedKey>();
        if (assertionMethod.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in assertionMethod.EnumerateArray())
            {
                Add(keys, entry, actorId, now);
            }
        }
        else
        {
            Add(keys, assertionMethod, actorId, now);
        }

        return keys;
    }

    private static void Add(List<PublishedKey> keys, JsonElement entry, string actorId, DateTimeOffset now)
    {
        if (keys.Count < MostKeys
            && entry.ValueKind == JsonValueKind.Object
            && IsMultikey(entry)
            && Text(entry, "controller") == actorId
            && Text(entry, "id") is { } id && IsSameOrigin(id, actorId)
            && !HasPassed(entry, "expires", now) && !HasPassed(entry, "revoked", now)
            && Multikey.TryDecode(Text(entry, "publicKeyMultibase"), out var key))
        {
            keys.Add(new PublishedKey(id, key));
        }
    }

    private static bool IsMultikey(JsonElement entry)
    {
        if (!entry.TryGetProperty("type", out var type))
        {
            return false;
        }

        if (type.ValueKind != JsonValueKind.Array)
        {
            return type.ValueKind == JsonValueKind.String && type.ValueEquals("Multikey");
        }

        foreach (var one in type.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.String && one.ValueEquals("Multikey"))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Text(JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or invalid UTF-8: no text.
            return null;
        }
    }

    /// <summary>An unreadable date counts as passed: better one key too few than one that was meant to be dead.</summary>
    private static bool HasPassed(JsonElement entry, string name, DateTimeOffset now)
        => entry.TryGetProperty(name, out _)
            && (!DateTimeOffset.TryParse(Text(entry, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || at <= now);

    private static bool IsSameOrigin(string id, string actorId)
        => Uri.TryCreate(id, UriKind.Absolute, out var one)
            && Uri.TryCreate(actorId, UriKind.Absolute, out var other)
            && one.Scheme == other.Scheme && one.Authority == other.Authority;
}
