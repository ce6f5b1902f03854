using System.Text.Json;

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
        return pem is null && multibase is null ? null : new(id, json.Iri("owner") ?? json.Iri("controller"), pem, multibase);
    }
}
