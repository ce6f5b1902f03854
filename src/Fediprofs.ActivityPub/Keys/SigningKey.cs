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

    /// <summary>
    /// The private half, unencrypted, for storing: PKCS#8 in DER for RSA, the 32 bytes of the seed for Ed25519.
    /// A method and not a property, so that no serialiser finds it.
    /// </summary>
    public abstract byte[] ExportPrivate();

    /// <summary>Reads what <see cref="ExportPrivate"/> gave. Throws <see cref="System.Security.Cryptography.CryptographicException"/> or <see cref="FormatException"/> for anything else.</summary>
    public static SigningKey Import(KeyAlgorithm algorithm, ReadOnlySpan<byte> exported)
        => algorithm == KeyAlgorithm.Rsa ? RsaKeys.ImportPrivate(exported) : Ed25519Keys.ImportPrivate(exported);
}
