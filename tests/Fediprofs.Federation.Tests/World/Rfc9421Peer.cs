using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;

namespace Fediprofs.Federation.Tests.World;

/// <summary>A server that signs and takes RFC 9421 alone, with an Ed25519 key that stands as a Multikey in its actors' documents (FEP-521a).</summary>
public sealed class Rfc9421Peer : Peer
{
    private readonly ConcurrentDictionary<string, PeerPerson> people = new(StringComparer.Ordinal);

    private Rfc9421Peer()
        : base("rfc9421", null)
    {
    }

    /// <inheritdoc/>
    protected override SignatureScheme Scheme => SignatureScheme.Rfc9421;

    internal static async Task<Rfc9421Peer> StartAsync()
    {
        var peer = new Rfc9421Peer();
        await peer.OpenAsync();
        return peer;
    }

    /// <summary>Somebody with an account here.</summary>
    public PeerPerson Person(string username)
    {
        var person = people[username] = new PeerPerson(this, username, Ed25519Keys.Generate());
        Publish(person.Actor());
        return person;
    }

    internal override IReadOnlyList<HttpField> Sign(PeerPerson signer, OutgoingRequest request) => Rfc9421Signer.Sign(request, signer.KeyId, signer.Key, Now);

    internal override void WriteKeys(PeerPerson person, JsonObject actor)
    {
        actor["@context"]!.AsArray().Add("https://w3id.org/security/multikey/v1");
        actor["assertionMethod"] = new JsonArray(new JsonObject
        {
            ["id"] = person.KeyId,
            ["type"] = "Multikey",
            ["controller"] = person.Uri,
            ["publicKeyMultibase"] = person.Key.PublicKey.ToMultibase(),
        });
    }

    protected override VerificationKey? KeyIn(JsonObject actor, string keyId)
    {
        if (actor.Items("assertionMethod").FirstOrDefault(k => k.Text("id") == keyId && k.Text("controller") == actor.Text("id")) is { } multikey)
        {
            return Multikey.TryDecode(multikey.Text("publicKeyMultibase"), out var key) ? key : null;
        }

        return actor.Part("publicKey") is { } pem && pem.Text("id") == keyId && VerificationKey.TryFromPem(pem.Text("publicKeyPem"), out var rsa) ? rsa : null;
    }

    protected override JsonObject? WebFinger(string resource)
    {
        var person = people.Values.FirstOrDefault(p => resource == $"acct:{p.Handle}");
        return person is null ? null : new JsonObject
        {
            ["subject"] = $"acct:{person.Handle}",
            ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["type"] = "application/activity+json", ["href"] = person.Uri }),
        };
    }
}
