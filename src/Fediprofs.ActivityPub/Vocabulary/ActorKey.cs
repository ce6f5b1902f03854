using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A public key of an actor, not yet decoded.</summary>
/// <param name="Id">Id of the key: what signatures name.</param>
/// <param name="Owner">Id of the actor that the document says it belongs to (<c>owner</c> or <c>controller</c>).</param>
/// <param name="Pem">The key as PEM, SPKI or PKCS#1.</param>
/// <param name="Multibase">The key as a Multikey (FEP-521a).</param>
public sealed record ActorKey(string Id, string? Owner, string? Pem, string? Multibase)
{
    /// <summary>Keys beyond this number are not read.</summary>
    public const int Most = 10;

    /// <summary>When it stops to be good (<c>expires</c>, <c>revoked</c>); the beginning of time when that cannot be read.</summary>
    public DateTimeOffset? Ends { get; private init; }

    /// <summary>
    /// Imports the key if it may speak for <paramref name="actorId"/>: the actor is its owner, its id is on the actor's own origin
    /// (FEP-fe34), it has not ended, and it is RSA or Ed25519.
    /// </summary>
    public bool TryImport(string actorId, DateTimeOffset now, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        return (Owner is null || Owner == actorId)
            && IsSameOrigin(Id, actorId)
            && !(Ends <= now)
            && (PublicKeyPem.TryRead(Pem, out key) || Multikey.TryDecode(Multibase, out key));
    }

    internal static IReadOnlyList<ActorKey> ReadAll(JsonElement json) =>
        [.. json.Each("publicKey").Concat(json.Each("assertionMethod"))
            .Select(Read).OfType<ActorKey>()
            .DistinctBy(key => key.Id)
            .Take(Most)];

    internal static ActorKey? Read(JsonElement json)
    {
        if (json.Member("id")?.Iri() is not { } id)
        {
            return null;
        }

        var pem = json.MeaningfulText("publicKeyPem");
        var multibase = json.MeaningfulText("publicKeyMultibase");
        return pem is null && multibase is null
            ? null
            : new(id, json.Iri("owner") ?? json.Iri("controller"), pem, multibase) { Ends = End(json, "expires") ?? End(json, "revoked") };
    }

    private static DateTimeOffset? End(JsonElement json, string name) =>
        json.Member(name) is null ? null : json.Instant(name) ?? DateTimeOffset.MinValue;

    private static bool IsSameOrigin(string id, string actorId) =>
        Uri.TryCreate(id, UriKind.Absolute, out var one)
            && Uri.TryCreate(actorId, UriKind.Absolute, out var other)
            && one.Scheme == other.Scheme && one.Authority == other.Authority;
}
