using Fediprofs.ActivityPub.Keys;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>
/// Fresh keys of a local actor: RSA of 2,048 bits for what everybody verifies, Ed25519 for RFC 9421 and FEP-8b32.
/// Making them takes some tenths of a second: do it before the transaction.
/// </summary>
public sealed class NewActorKeys
{
    private readonly byte[] rsaPrivate;
    private readonly byte[] ed25519Private;

    private NewActorKeys(string actorUri)
    {
        var rsa = RsaKeys.Generate();
        var ed25519 = Ed25519Keys.Generate();
        rsaPrivate = rsa.ExportPrivate();
        ed25519Private = ed25519.ExportPrivate();
        Public =
        [
            new(RsaKeyId(actorUri), KeyAlgorithm.Rsa, rsa.PublicKey.Export()),
            new(Ed25519KeyId(actorUri), KeyAlgorithm.Ed25519, ed25519.PublicKey.Export()),
        ];
    }

    /// <summary>The public halves, as <see cref="ActorStored"/> takes them.</summary>
    public IReadOnlyList<ActorKeyRow> Public { get; }

    /// <summary>Makes keys for an actor with this ActivityPub id.</summary>
    public static NewActorKeys Generate(string actorUri) => new(actorUri);

    /// <summary>The id of an actor's RSA key: inside the actor document, so that nobody fetches twice.</summary>
    public static string RsaKeyId(string actorUri) => actorUri + "#main-key";

    /// <summary>The id of an actor's Ed25519 key.</summary>
    public static string Ed25519KeyId(string actorUri) => actorUri + "#ed25519-key";

    /// <summary>Stores the private halves, in place of older ones. The public halves go with <see cref="ActorStored"/>.</summary>
    public Task StorePrivateAsync(RowWriting writing, long actor, CancellationToken cancel) => writing.ExecuteAsync(
        """
        insert into signing_keys (actor, rsa_private, ed25519_private, created_at) values ($1, $2, $3, $4)
        on conflict (actor) do update set rsa_private = excluded.rsa_private, ed25519_private = excluded.ed25519_private, created_at = excluded.created_at
        """,
        cancel, actor, rsaPrivate, ed25519Private, writing.Now);
}
