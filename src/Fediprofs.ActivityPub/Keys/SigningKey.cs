namespace Fediprofs.ActivityPub.Keys;

/// <summary>
/// A private key, imported once and kept. Safe for concurrent use. Its text never shows the private half, so a log
/// line that names a key by mistake gives nothing away.
/// </summary>
public abstract class SigningKey
{
    private protected SigningKey()
    {
    }

    /// <summary>Which algorithm the key is for.</summary>
    public abstract KeyAlgorithm Algorithm { get; }

    /// <summary>The public half.</summary>
    public abstract VerificationKey PublicKey { get; }

    /// <summary>The signature over <paramref name="data"/>: 256 bytes for RSA-2048, 64 for Ed25519; deterministic for both.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);
}
