using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Vocabulary;
using WireAlgorithm = Fediprofs.ActivityPub.Keys.KeyAlgorithm;

namespace Fediprofs.Domain.Actors;

/// <summary>Keys between three forms: as a document publishes them, as they are stored, and imported for verifying.</summary>
public static class ActorKeyCoding
{
    /// <summary>A published key as it is stored; null when it cannot be read or is of an algorithm that we do not know.</summary>
    public static ActorKeyRow? ToRow(ActorKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return PublicKeyPem.TryRead(key.Pem, out var read) || Multikey.TryDecode(key.Multibase, out read)
            ? new(key.Id, (KeyAlgorithm)(int)read.Algorithm, read.Export())
            : null;
    }

    /// <summary>A stored key, imported: keep it, importing costs more than verifying.</summary>
    public static VerificationKey? Import(KeyAlgorithm algorithm, byte[] publicKey) =>
        VerificationKey.TryImport((WireAlgorithm)(int)algorithm, publicKey, out var key) ? key : null;
}
