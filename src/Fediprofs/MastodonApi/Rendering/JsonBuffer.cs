using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>
/// An answer on its way: JSON in one pooled buffer, so that its length is known before its first byte is sent and rendered
/// parts are copied, not written again.
/// </summary>
internal sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes;
    private int length;

    public JsonBuffer(int expected = 4096) => bytes = ArrayPool<byte>.Shared.Rent(expected);

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Write(ReadOnlySpan<byte> part)
    {
        Reserve(part.Length);
        part.CopyTo(bytes.AsSpan(length));
        length += part.Length;
    }

    /// <summary>An id: a number in quotes.</summary>
    public void WriteId(long id)
    {
        Reserve(22);
        bytes[length++] = (byte)'"';
        id.TryFormat(bytes.AsSpan(length), out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        bytes[length++] = (byte)'"';
    }

    public void Write(bool value) => Write(value ? "true"u8 : "false"u8);

    public void Write<T>(T value, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(this, new JsonWriterOptions { Encoder = type.Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, type);
    }

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Reserve(int more)
    {
        if (length + more <= bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + more));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
