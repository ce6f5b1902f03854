using System.Diagnostics.CodeAnalysis;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>
/// Reads <c>publicKeyPem</c> as peers really write it: <c>BEGIN PUBLIC KEY</c> (SPKI) or <c>BEGIN RSA PUBLIC KEY</c> (PKCS#1),
/// text around the block (snac2 publishes bytes after <c>END</c>), any line length, CRLF, no final newline.
/// </summary>
public static class PublicKeyPem
{
    // An RSA key of 8,192 bits takes about 1,500 characters.
    private const int LongestPem = 16_384;
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";

    /// <summary>Reads the first public key in <paramref name="pem"/>; <see langword="false"/> for none, a private key, or a key of another kind.</summary>
    public static bool TryRead(string? pem, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        if (pem is null || pem.Length > LongestPem || !TryDecode(pem, out var der))
        {
            return false;
        }

        if (Ed25519Keys.TryImportSpki(der, out var ed25519))
        {
            key = ed25519;
        }
        else if (RsaKeys.TryImportDer(der, out var rsa))
        {
            key = rsa;
        }

        return key is not null;
    }

    private static bool TryDecode(ReadOnlySpan<char> pem, out byte[] der)
    {
        der = [];
        var begin = pem.IndexOf(Begin, StringComparison.Ordinal);
        if (begin < 0)
        {
            return false;
        }

        pem = pem[(begin + Begin.Length)..];
        var labelEnd = pem.IndexOf(Dashes, StringComparison.Ordinal);
        if (labelEnd < 0 || pem[..labelEnd] is not ("PUBLIC KEY" or "RSA PUBLIC KEY"))
        {
            return false;
        }

        pem = pem[(labelEnd + Dashes.Length)..];
        var end = pem.IndexOf("-----END ", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        // Base64 decoding skips white space by itself.
        var buffer = new byte[end];
        if (!Convert.TryFromBase64Chars(pem[..end], buffer, out var length))
        {
            return false;
        }

        der = buffer[..length];
        return true;
    }
}
