using System.Security.Cryptography;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Npgsql;
using KeyAlgorithm = Fediprofs.Domain.Actors.KeyAlgorithm;
using ProfileField = Fediprofs.ActivityPub.Vocabulary.ProfileField;

namespace Fediprofs.Federation.Documents;

/// <summary>Local actors as documents, with both public keys inside (federation-facts §3.2).</summary>
internal sealed class Actors(NpgsqlDataSource database, InstanceUris uris)
{
    /// <summary>The document of a local actor; null when it has no keys.</summary>
    public async Task<ActorDocument?> OfAsync(ActorRow actor, CancellationToken cancel)
    {
        var keys = await KeysAsync(actor.Id, cancel);
        return keys.Find(k => k.Algorithm == KeyAlgorithm.Rsa) is not { } rsa ? null : new ActorDocument
        {
            Id = actor.Uri,
            Type = actor.Kind.ToString(),
            PreferredUsername = actor.Username,
            Webfinger = $"{actor.Username}@{uris.Domain}",
            Name = actor.DisplayName.Length > 0 ? actor.DisplayName : null,
            Summary = actor.Summary.Length > 0 ? actor.Summary : null,
            Url = actor.Url ?? uris.ProfilePage(actor.Username),
            Inbox = actor.Inbox ?? uris.Inbox(actor.Id),
            Outbox = actor.Outbox ?? uris.Outbox(actor.Id),
            Followers = actor.FollowersUri,
            Following = actor.FollowingUri,
            Featured = actor.FeaturedUri,
            SharedInbox = uris.SharedInbox,
            Locked = actor.Locked,
            Discoverable = actor.Discoverable,
            Indexable = actor.Indexable,
            Suspended = actor.SuspendedAt is not null,
            Published = actor.CreatedAt,
            Updated = actor.UpdatedAt,
            Icon = Picture(actor.AvatarUrl, actor.AvatarAlt),
            Image = Picture(actor.HeaderUrl, actor.HeaderAlt),
            Fields = [.. actor.Fields.Select(f => new ProfileField(f.Name, f.Value))],
            AlsoKnownAs = actor.AlsoKnownAs,
            MovedTo = actor.MovedTo,
            PublicKeyId = rsa.KeyId,
            PublicKeyPem = PemEncoding.WriteString("PUBLIC KEY", rsa.PublicKey) + "\n",
            AssertionMethods = [.. keys.Where(k => k.Algorithm == KeyAlgorithm.Ed25519).Select(k => (k.KeyId, Multibase(k.PublicKey)))],
        };
    }

    private async Task<List<ActorKeyRow>> KeysAsync(long actor, CancellationToken cancel)
    {
        // Index: actor_keys_actor.
        await using var command = database.CreateCommand("select key_id, algorithm, public_key from actor_keys where actor = $1 order by algorithm, key_id");
        command.Parameters.Add(new() { Value = actor });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var keys = new List<ActorKeyRow>();
        while (await reader.ReadAsync(cancel))
        {
            keys.Add(new(reader.GetString(0), (KeyAlgorithm)reader.GetInt16(1), reader.GetFieldValue<byte[]>(2)));
        }

        return keys;
    }

    private static ProfileImage? Picture(string? url, string? description) => url is null ? null : new(url, null, description);

    private static string Multibase(byte[] raw) => Ed25519Keys.TryImportPublic(raw, out var key)
        ? key.ToMultibase()
        : throw new InvalidDataException("A stored Ed25519 key is none.");
}
