using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// The key of an ActivityPub id: the first 128 bits of its SHA-256. Ids are opaque and compared byte for byte
/// (FEP-fe34), so nothing is normalised.
/// </summary>
public static class UriKey
{
    /// <summary>The key under which a URI's row is stored.</summary>
    public static Guid Of(string uri)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash(uri, hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The advisory lock of a URI: whoever touches an object first locks this.</summary>
    public static long LockOf(string uri) => LockOf(Of(uri));

    /// <summary>The advisory lock that belongs to a stored key.</summary>
    public static long LockOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static void Hash(string uri, Span<byte> hash)
    {
        var length = Encoding.UTF8.GetByteCount(uri);
        if (length <= 512)
        {
            Span<byte> utf8 = stackalloc byte[length];
            Encoding.UTF8.GetBytes(uri, utf8);
            SHA256.HashData(utf8, hash);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(uri), hash);
        }
    }
}
