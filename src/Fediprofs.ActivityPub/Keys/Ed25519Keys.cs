using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>Ed25519 keys (RFC 8032) through NSec: 32 raw bytes for either half.</summary>
public static class Ed25519Keys
{
    internal const int KeyLength = 32;

    /// <summary>SubjectPublicKeyInfo up to the raw key (RFC 8410 section 4): the same twelve bytes for every Ed25519 key.</summary>
    private static ReadOnlySpan<byte> SpkiPrefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>A new key.</summary>
    public static Ed25519SigningKey Generate()
        => new(Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));

    /// <summary>Reads the 32 bytes that <see cref="Ed25519SigningKey.ExportPrivate"/> gave. Throws <see cref="FormatException"/> for any other length.</summary>
    public static Ed25519SigningKey ImportPrivate(ReadOnlySpan<byte> seed)
        => new(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));

    /// <summary>Reads a raw public key of 32 bytes. Refuses other lengths and points of small order, by which a signature proves nothing.</summary>
    public static bool TryImportPublic(ReadOnlySpan<byte> raw, [NotNullWhen(true)] out Ed25519VerificationKey? key)
    {
        key = null;
        if (raw.Length != KeyLength || IsOfSmallOrder(raw)
            || !NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey, out var imported)
            || imported is null)
        {
            return false;
        }

        key = new Ed25519VerificationKey(imported);
        return true;
    }

    internal static bool TryImportSpki(ReadOnlySpan<byte> der, [NotNullWhen(true)] out Ed25519VerificationKey? key)
    {
        key = null;
        return der.StartsWith(SpkiPrefix) && TryImportPublic(der[SpkiPrefix.Length..], out key);
    }

    internal static string ToPem(ReadOnlySpan<byte> raw)
        => PemEncoding.WriteString("PUBLIC KEY", [.. SpkiPrefix, .. raw]) + "\n";

    /// <summary>The eight points of small order, by the y coordinate and whatever the sign bit says, non-canonical encodings included (as libsodium lists them).</summary>
    private static bool IsOfSmallOrder(ReadOnlySpan<byte> raw)
    {
        Span<byte> y = stackalloc byte[KeyLength];
        raw.CopyTo(y);
        y[^1] &= 0x7f;
        foreach (var point in SmallOrder)
        {
            if (y.SequenceEqual(point))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];
}

/// <summary>An Ed25519 public key.</summary>
public sealed class Ed25519VerificationKey : VerificationKey
{
    private readonly PublicKey key;

    internal Ed25519VerificationKey(PublicKey key) => this.key = key;

    /// <inheritdoc/>
    public override KeyAlgorithm Algorithm => KeyAlgorithm.Ed25519;

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        => SignatureAlgorithm.Ed25519.Verify(key, data, signature);

    /// <inheritdoc/>
    public override byte[] Export() => key.Export(KeyBlobFormat.RawPublicKey);

    /// <inheritdoc/>
    public override string ToMultibase() => Multikey.Encode(Multikey.Ed25519Public, Export());

    /// <inheritdoc/>
    public override string ToPem() => Ed25519Keys.ToPem(Export());

    /// <inheritdoc/>
    public override string ToString() => $"Ed25519 public key {ToMultibase()}";
}

/// <summary>An Ed25519 private key.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Lives as long as its account; NSec's handle clears and frees the memory in its finalizer.")]
public sealed class Ed25519SigningKey : SigningKey
{
    private readonly Key key;

    internal Ed25519SigningKey(Key key)
    {
        this.key = key;
        PublicKey = new Ed25519VerificationKey(key.PublicKey);
    }

    /// <inheritdoc/>
    public override KeyAlgorithm Algorithm => KeyAlgorithm.Ed25519;

    /// <inheritdoc/>
    public override VerificationKey PublicKey { get; }

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(key, data);

    /// <inheritdoc/>
    public override byte[] ExportPrivate() => key.Export(KeyBlobFormat.RawPrivateKey);

    /// <inheritdoc/>
    public override string ToString() => "Ed25519 signing key";
}
