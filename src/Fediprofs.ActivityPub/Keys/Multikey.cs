using System.Diagnostics.CodeAnalysis;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>
/// <c>publicKeyMultibase</c> of a <c>Multikey</c> (FEP-521a; W3C Controlled Identifiers section 2.2.2): multibase base58btc of a
/// multicodec prefix and the raw key. Ed25519 (<c>ed 01</c>) and RSA (<c>85 24</c>, PKCS#1 DER) are known.
/// </summary>
public static class Multikey
{
    internal static ReadOnlySpan<byte> Ed25519Public => [0xed, 0x01];

    internal static ReadOnlySpan<byte> RsaPublic => [0x85, 0x24];

    /// <summary>
    /// Reads a public key. Refuses another base than <c>z</c>, an unknown or missing prefix, a wrong length, and points of small order.
    /// </summary>
    public static bool TryDecode(string? multibase, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        if (!Multibase.TryDecode(multibase, out var bytes) || bytes.Length <= 2)
        {
            return false;
        }

        var raw = bytes.AsSpan(2);
        if (bytes.AsSpan().StartsWith(Ed25519Public) && Ed25519Keys.TryImportPublic(raw, out var ed25519))
        {
            key = ed25519;
        }
        else if (bytes.AsSpan().StartsWith(RsaPublic) && RsaKeys.TryImportDer(raw, out var rsa))
        {
            key = rsa;
        }

        return key is not null;
    }

    internal static string Encode(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> raw) => Multibase.Encode([.. prefix, .. raw]);
}
