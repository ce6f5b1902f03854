using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fediprofs.ActivityPub.Proofs;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): members sorted by UTF-16 code units, numbers as ECMAScript writes them,
/// the fewest escapes, no white space.
/// </summary>
public static class Jcs
{
    // Deeper than anything that is signed; keeps recursion from exhausting the stack.
    private const int DeepestNesting = 128;

    /// <summary>
    /// The canonical form in UTF-8. Throws <see cref="FormatException"/> for what has none: a member name twice, a lone surrogate,
    /// a number beyond a double (sections 3.1 and 3.2.2), or more than 128 levels.
    /// </summary>
    public static byte[] Canonicalize(JsonElement element) => CanonicalizeWithout(element);

    /// <summary>Parses and canonicalises; throws <see cref="FormatException"/> also for what is no JSON, or has anything after it.</summary>
    public static byte[] Canonicalize(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            return Canonicalize(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException("Not JSON.", e);
        }
    }

    /// <summary>The same with some members of the outermost object left out.</summary>
    internal static byte[] CanonicalizeWithout(JsonElement element, params ReadOnlySpan<string> left)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(output, element, 0, left);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A number as ECMAScript's <c>Number::toString</c> writes it (section 3.2.2.3). Throws <see cref="FormatException"/> for NaN and infinities.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FormatException("A number is not a finite double.");
        }

        if (value == 0)
        {
            return "0";
        }

        // The shortest digits that give the same double; only their lay-out differs from ECMAScript's.
        var (digits, n) = Split(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        var k = digits.Length;
        string text;
        if (k <= n && n <= 21)
        {
            text = digits + new string('0', n - k);
        }
        else if (n is > 0 and <= 21)
        {
            text = $"{digits[..n]}.{digits[n..]}";
        }
        else if (n is > -6 and <= 0)
        {
            text = $"0.{new string('0', -n)}{digits}";
        }
        else
        {
            var e = (n - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
            text = k == 1 ? $"{digits}e{e}" : $"{digits[..1]}.{digits[1..]}e{e}";
        }

        return value < 0 ? "-" + text : text;
    }

    /// <summary>Significant digits without zeros at either end, and n such that the value is 0.digits × 10ⁿ.</summary>
    private static (string Digits, int N) Split(string text)
    {
        var exponent = 0;
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var digits = point < 0 ? text : whole + text[(point + 1)..];
        var n = whole.Length + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), n - leading);
    }

    private static void Write(ArrayBufferWriter<byte> output, JsonElement element, int depth, ReadOnlySpan<string> left)
    {
        if (depth > DeepestNesting)
        {
            throw new FormatException("Nested too deep.");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, element, depth, left);
                break;
            case JsonValueKind.Array:
                var first = true;
                output.Write("["u8);
                foreach (var item in element.EnumerateArray())
                {
                    output.Write(first ? ""u8 : ","u8);
                    first = false;
                    Write(output, item, depth + 1, []);
                }

                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                WriteString(output, Text(element));
                break;
            case JsonValueKind.Number:
                WriteAscii(output, Number(element.TryGetDouble(out var number) ? number : double.NaN));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            default:
                throw new FormatException("No value.");
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> output, JsonElement element, int depth, ReadOnlySpan<string> left)
    {
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var member in element.EnumerateObject())
        {
            var name = Name(member);
            if (!left.Contains(name))
            {
                members.Add((name, member.Value));
            }
        }

        // Ordinal comparison of .NET strings is by UTF-16 code units, which section 3.2.3 demands.
        members.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        output.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                if (members[i].Name == members[i - 1].Name)
                {
                    throw new FormatException("A member name stands twice.");
                }

                output.Write(","u8);
            }

            WriteString(output, members[i].Name);
            output.Write(":"u8);
            Write(output, members[i].Value, depth + 1, []);
        }

        output.Write("}"u8);
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A string holds a lone surrogate.", e);
        }
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A member name holds a lone surrogate.", e);
        }
    }

    private static void WriteString(ArrayBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Escaped) is >= 0 and var at)
        {
            WriteUtf8(output, rest[..at]);
            WriteAscii(output, rest[at] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                var c => $"\\u{(int)c:x4}",
            });
            rest = rest[(at + 1)..];
        }

        WriteUtf8(output, rest);
        output.Write("\""u8);
    }

    private static void WriteUtf8(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
        {
            Encoding.UTF8.GetBytes(text, output);
        }
    }

    private static void WriteAscii(ArrayBufferWriter<byte> output, string text) => Encoding.ASCII.GetBytes(text, output);

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");
}
