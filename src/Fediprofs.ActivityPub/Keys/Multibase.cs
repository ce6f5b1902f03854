using System.Diagnostics.CodeAnalysis;
using SimpleBase;

namespace Fediprofs.ActivityPub.Keys;

/// <summary>Multibase with the one base that FEP-521a and FEP-8b32 allow: <c>z</c>, base-58-btc.</summary>
public static class Multibase
{
    // Decoding base58 is quadratic; the longest thing we read is an RSA key of 8,192 bits (some 1,430 characters).
    private const int LongestText = 2_000;
    private const char Base58Btc = 'z';

    /// <summary><c>z</c> and the bytes in base58btc.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base58Btc + Base58.Bitcoin.Encode(bytes);

    /// <summary>Reads <c>z…</c>; <see langword="false"/> for another base, a letter outside the alphabet, or more than 2,000 characters.</summary>
    public static bool TryDecode(string? text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text is not [Base58Btc, ..] || text.Length > LongestText || text.AsSpan(1).ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        bytes = Base58.Bitcoin.Decode(text.AsSpan(1));
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Alphabet
        = System.Buffers.SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
}
