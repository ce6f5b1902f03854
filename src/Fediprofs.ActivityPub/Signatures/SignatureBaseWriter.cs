using System.Buffers;
using System.Text;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>Builds the text that is signed, as UTF-8 in a rented buffer.</summary>
internal ref struct SignatureBaseWriter : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int length;

    public SignatureBaseWriter()
    {
    }

    public readonly ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Write(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length - length < most)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + most));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
    }

    public readonly override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }
}
