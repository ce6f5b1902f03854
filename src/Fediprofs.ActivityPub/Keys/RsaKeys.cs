using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>RSA keys: made with 2,048 bits, taken from 1,024 to 8,192 (old peers still have small ones; larger ones only cost us time).</summary>
public static class RsaKeys
{
    private const int SmallestBits = 1024;
    private const int LargestBits = 8192;

    // A public exponent is 65537 in practice; a huge one makes every verification slow.
    private const int LongestExponentBytes = 5;

    /// <summary>A new key of 2,048 bits, which is what Mastodon makes and everybody accepts.</summary>
    public static RsaSigningKey Generate() => new(RSA.Create(2048));

    /// <summary>Reads a private key: PEM, PKCS#8 or PKCS#1, unencrypted. Throws <see cref="CryptographicException"/> or <see cref="ArgumentException"/> when it is none.</summary>
    public static RsaSigningKey ImportPrivatePem(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new RsaSigningKey(rsa);
    }

    /// <summary>Reads a private key: PKCS#8 in DER, as <see cref="RsaSigningKey.ExportPrivate"/> gives it. Throws <see cref="CryptographicException"/> when it is none.</summary>
    public static RsaSigningKey ImportPrivate(ReadOnlySpan<byte> pkcs8)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new RsaSigningKey(rsa);
    }

    /// <summary>Reads an RSA public key from PEM, lenient as <see cref="PublicKeyPem"/> says; <see langword="false"/> when it is none.</summary>
    public static bool TryImportPem(string? pem, [NotNullWhen(true)] out RsaVerificationKey? key)
    {
        key = PublicKeyPem.TryRead(pem, out var any) ? any as RsaVerificationKey : null;
        return key is not null;
    }

    /// <summary>Reads DER: SubjectPublicKeyInfo, or PKCS#1 <c>RSAPublicKey</c> (what FEP-521a puts after its RSA prefix).</summary>
    internal static bool TryImportDer(ReadOnlySpan<byte> der, [NotNullWhen(true)] out RsaVerificationKey? key)
    {
        key = null;
        var rsa = RSA.Create();
        if (!TryImport(rsa, der) || !IsReasonable(rsa))
        {
            rsa.Dispose();
            return false;
        }

        key = new RsaVerificationKey(rsa);
        return true;
    }

    private static bool TryImport(RSA rsa, ReadOnlySpan<byte> der)
    {
        try
        {
            rsa.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length;
        }
        catch (CryptographicException)
        {
            // Some peers write one form under the other's label: try the second before giving up.
        }

        try
        {
            rsa.ImportRSAPublicKey(der, out var read);
            return read == der.Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsReasonable(RSA rsa)
    {
        if (rsa.KeySize is < SmallestBits or > LargestBits)
        {
            return false;
        }

        try
        {
            return rsa.ExportParameters(includePrivateParameters: false).Exponent is { Length: <= LongestExponentBytes };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>An RSA public key; signatures are PKCS#1 v1.5 with SHA-256.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A cache drops keys that others may still use; the handle's finalizer frees it.")]
public sealed class RsaVerificationKey : VerificationKey
{
    // OpenSSL makes a context a call, so one RSA object serves any number of threads (a test hammers it).
    private readonly RSA rsa;

    internal RsaVerificationKey(RSA rsa) => this.rsa = rsa;

    /// <inheritdoc/>
    public override KeyAlgorithm Algorithm => KeyAlgorithm.Rsa;

    /// <summary>The length of the modulus in bits.</summary>
    public int Bits => rsa.KeySize;

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <inheritdoc/>
    public override string ToMultibase() => Multikey.Encode(Multikey.RsaPublic, rsa.ExportRSAPublicKey());

    /// <inheritdoc/>
    public override byte[] Export() => rsa.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public override string ToPem() => rsa.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <inheritdoc/>
    public override string ToString() => $"RSA-{Bits} public key";
}

/// <summary>An RSA private key; signatures are PKCS#1 v1.5 with SHA-256 (some 4,000 a second and core).</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Lives as long as its account; the handle's finalizer frees it.")]
public sealed class RsaSigningKey : SigningKey
{
    private readonly RSA rsa;

    internal RsaSigningKey(RSA rsa)
    {
        this.rsa = rsa;
        var half = RSA.Create();
        half.ImportParameters(rsa.ExportParameters(includePrivateParameters: false));
        PublicKey = new RsaVerificationKey(half);
    }

    /// <inheritdoc/>
    public override KeyAlgorithm Algorithm => KeyAlgorithm.Rsa;

    /// <inheritdoc/>
    public override VerificationKey PublicKey { get; }

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data)
        => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <inheritdoc/>
    public override byte[] ExportPrivate() => rsa.ExportPkcs8PrivateKey();

    /// <inheritdoc/>
    public override string ToString() => $"RSA-{rsa.KeySize} signing key";
}
