using Fediprofs.ActivityPub.Keys;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>
/// The two keys of a local actor: RSA-2048, which every peer reads, and Ed25519 (FEP-521a). Only the database ever holds the private halves.
/// </summary>
public sealed class ActorKeyPair
{
    private ActorKeyPair(RsaSigningKey rsa, Ed25519SigningKey ed25519) => (Rsa, Ed25519) = (rsa, ed25519);

    /// <summary>The RSA key; its id is <c>{actor}#main-key</c>.</summary>
    public RsaSigningKey Rsa { get; }

    /// <summary>The Ed25519 key; its id is <c>{actor}#ed25519-key</c>.</summary>
    public Ed25519SigningKey Ed25519 { get; }

    /// <summary>A new pair. RSA takes some 100 ms.</summary>
    public static ActorKeyPair Create() => new(RsaKeys.Generate(), Ed25519Keys.Generate());

    /// <summary>The id of an actor's RSA key: inline in its document, so that peers need no second fetch.</summary>
    public static string RsaKeyId(string actor) => $"{actor}#main-key";

    /// <summary>The id of an actor's Ed25519 key.</summary>
    public static string Ed25519KeyId(string actor) => $"{actor}#ed25519-key";

    /// <summary>The public halves, as rows.</summary>
    public IReadOnlyList<ActorKeyRow> PublicRows(string actor) =>
    [
        new(RsaKeyId(actor), KeyAlgorithm.Rsa, Rsa.PublicKey.Export()),
        new(Ed25519KeyId(actor), KeyAlgorithm.Ed25519, Ed25519.PublicKey.Export()),
    ];

    /// <summary>The pair of a local actor; null when it has none (any more).</summary>
    public static async Task<ActorKeyPair?> LoadAsync(RowWriting writing, long actor, CancellationToken cancel)
    {
        await using var command = writing.Command("select rsa_private, ed25519_private from signing_keys where actor = $1", actor);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(RsaKeys.ImportPrivate(reader.GetFieldValue<byte[]>(0)), Ed25519Keys.ImportPrivate(reader.GetFieldValue<byte[]>(1)))
            : null;
    }

    /// <summary>Stores the private halves, replacing former ones.</summary>
    public Task<int> StoreAsync(RowWriting writing, long actor, CancellationToken cancel) =>
        writing.ExecuteAsync(
            """
            insert into signing_keys (actor, rsa_private, ed25519_private, created_at) values ($1, $2, $3, $4)
            on conflict (actor) do update set rsa_private = excluded.rsa_private, ed25519_private = excluded.ed25519_private, created_at = excluded.created_at
            """,
            cancel, actor, Rsa.ExportPrivate(), Ed25519.ExportPrivate(), writing.Now);
}
