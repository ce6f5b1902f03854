using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;

namespace Fediprofs.Federation.Tests.World;

/// <summary>
/// A server as Mastodon is one: draft-cavage and nothing else, RSA keys, its documents and ids. With a domain for handles of its
/// own it is one whose domain is split (LOCAL_DOMAIN and WEB_DOMAIN).
/// </summary>
public sealed class MastodonPeer : Peer
{
    private readonly ConcurrentDictionary<string, PeerPerson> people = new(StringComparer.Ordinal);

    private MastodonPeer(string? handleDomain)
        : base("mastodon", handleDomain)
    {
    }

    /// <inheritdoc/>
    protected override SignatureScheme Scheme => SignatureScheme.Cavage;

    /// <summary>Starts one.</summary>
    /// <param name="handleDomain">The first label of the part after the @, where it is another than that of its addresses.</param>
    internal static async Task<MastodonPeer> StartAsync(string? handleDomain)
    {
        var peer = new MastodonPeer(handleDomain);
        await peer.OpenAsync();
        return peer;
    }

    /// <summary>Somebody with an account here.</summary>
    /// <param name="username">The part before the @.</param>
    /// <param name="locked">Whether followers have to wait.</param>
    /// <param name="like">Whose key they have too, where there are many: keys take long to make.</param>
    public PeerPerson Person(string username, bool locked = false, PeerPerson? like = null)
    {
        var person = people[username] = new PeerPerson(this, username, like?.Key ?? RsaKeys.Generate()) { Locked = locked };
        Publish(person.Actor());
        return person;
    }

    internal override IReadOnlyList<HttpField> Sign(PeerPerson signer, OutgoingRequest request) => CavageSigner.Sign(request, signer.KeyId, signer.Key, Now);

    internal override void WriteKeys(PeerPerson person, JsonObject actor) =>
        actor["publicKey"] = new JsonObject { ["id"] = person.KeyId, ["owner"] = person.Uri, ["publicKeyPem"] = person.Key.PublicKey.ToPem() };

    protected override VerificationKey? KeyIn(JsonObject actor, string keyId) =>
        actor.Part("publicKey") is { } key && key.Text("id") == keyId && key.Text("owner") == actor.Text("id") && VerificationKey.TryFromPem(key.Text("publicKeyPem"), out var found)
            ? found
            : null;

    /// <summary>Follows of people who are not locked are accepted at once.</summary>
    protected override void Took(JsonObject activity)
    {
        if (activity.Text("type") == "Follow" && people.Values.FirstOrDefault(p => p.Uri == activity.IdOf("object")) is { Locked: false } followed)
        {
            _ = Task.Run(async () =>
            {
                var inbox = (await ActorAsync(activity.Text("actor"), followed)).Text("inbox");
                await PostAsync(followed, followed.Activity("Accept", $"{followed.Uri}#accepts/follows/{Next()}", activity.DeepClone()), inbox);
            });
        }
    }

    protected override JsonObject? WebFinger(string resource)
    {
        var person = people.Values.FirstOrDefault(p => resource == $"acct:{p.Handle}" || resource == $"acct:{p.Username}@{Domain}" || resource == p.Uri);
        return person is null ? null : new JsonObject
        {
            ["subject"] = $"acct:{person.Handle}",
            ["aliases"] = new JsonArray($"{Url}/@{person.Username}", person.Uri),
            ["links"] = new JsonArray(
                new JsonObject { ["rel"] = "http://webfinger.net/rel/profile-page", ["type"] = "text/html", ["href"] = $"{Url}/@{person.Username}" },
                new JsonObject { ["rel"] = "self", ["type"] = "application/activity+json", ["href"] = person.Uri }),
        };
    }
}
