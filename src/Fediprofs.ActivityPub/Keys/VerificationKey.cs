using System.Diagnostics.CodeAnalysis;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>
/// A public key, imported once and kept: importing an RSA key costs seven times what one verification does.
/// Safe for concurrent use. Holds a native handle that the finalizer frees, so that a cache may drop a key that
/// another thread still uses.
/// </summary>
public abstract class VerificationKey
{
    private protected VerificationKey()
    {
    }

    /// <summary>Which algorithm the key is for; it decides what an absent <c>algorithm</c> or <c>hs2019</c> means.</summary>
    public abstract KeyAlgorithm Algorithm { get; }

    /// <summary>Whether <paramref name="signature"/> over <paramref name="data"/> was made with the private half. Never throws on a malformed signature.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The key as <c>publicKeyMultibase</c> (FEP-521a): base58btc with the multicodec prefix.</summary>
    public abstract string ToMultibase();

    /// <summary>The key as PEM, <c>BEGIN PUBLIC KEY</c> (SubjectPublicKeyInfo), ending in a newline.</summary>
    public abstract string ToPem();

    /// <summary>The key as bytes, for storing: SubjectPublicKeyInfo in DER for RSA, the 32 raw bytes for Ed25519.</summary>
    public abstract byte[] Export();

    /// <summary>Reads what <see cref="Export"/> gave; <see langword="false"/> for anything else.</summary>
    public static bool TryImport(KeyAlgorithm algorithm, ReadOnlySpan<byte> exported, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        if (algorithm == KeyAlgorithm.Ed25519 && Ed25519Keys.TryImportPublic(exported, out var ed25519))
        {
            key = ed25519;
        }
        else if (algorithm == KeyAlgorithm.Rsa && RsaKeys.TryImportDer(exported, out var rsa))
        {
            key = rsa;
        }

        return key is not null;
    }

    /// <summary>
    /// Reads a public key from PEM: RSA (SPKI or PKCS#1) or Ed25519 (SPKI). Lenient as <see cref="PublicKeyPem"/> says;
    /// <see langword="false"/> for anything else.
    /// </summary>
    public static bool TryFromPem(string? pem, [NotNullWhen(true)] out VerificationKey? key)
        => PublicKeyPem.TryRead(pem, out key);
}
