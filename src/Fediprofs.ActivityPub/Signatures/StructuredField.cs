using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// As much of Structured Fields (RFC 8941) as signatures need: dictionaries of items and inner lists, kept in order, and written
/// back in canonical form. Stricter than the RFC in one point: a key that stands twice is refused, where the RFC keeps the last.
/// </summary>
internal sealed class StructuredField
{
    private readonly string text;

    private StructuredField(string text, long? integer = null, string? stringValue = null, byte[]? bytes = null, IReadOnlyList<StructuredField>? items = null)
    {
        this.text = text;
        Integer = integer;
        String = stringValue;
        Bytes = bytes;
        Items = items;
    }

    /// <summary>The value of an integer.</summary>
    public long? Integer { get; }

    /// <summary>The value of a string, without quotes; not of a token.</summary>
    public string? String { get; }

    /// <summary>The value of a byte sequence.</summary>
    public byte[]? Bytes { get; }

    /// <summary>The members of an inner list.</summary>
    public IReadOnlyList<StructuredField>? Items { get; }

    /// <summary>Parameters in order.</summary>
    public IReadOnlyList<KeyValuePair<string, StructuredField>> Parameters { get; private set; } = [];

    public StructuredField? Parameter(string name)
    {
        foreach (var (key, value) in Parameters)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>In canonical form (RFC 8941 section 4.1), parameters included.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder();
        Write(builder);
        return builder.ToString();
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string value)
        => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Reads a dictionary (section 4.2.2).</summary>
    public static bool TryParseDictionary(string value, [NotNullWhen(true)] out List<KeyValuePair<string, StructuredField>>? members)
    {
        var reader = new Reader(value);
        return reader.TryDictionary(out members);
    }

    private void Write(StringBuilder builder)
    {
        if (Items is null)
        {
            builder.Append(text);
        }
        else
        {
            builder.Append('(');
            for (var i = 0; i < Items.Count; i++)
            {
                if (i > 0)
                {
                    builder.Append(' ');
                }

                Items[i].Write(builder);
            }

            builder.Append(')');
        }

        foreach (var (key, value) in Parameters)
        {
            builder.Append(';').Append(key);
            if (value.text != "?1")
            {
                builder.Append('=');
                value.Write(builder);
            }
        }
    }

    private ref struct Reader(ReadOnlySpan<char> rest)
    {
        // A dictionary or list longer than this is no signature.
        private const int Most = 64;

        private static readonly StructuredField True = new("?1");
        private ReadOnlySpan<char> rest = rest;

        public bool TryDictionary([NotNullWhen(true)] out List<KeyValuePair<string, StructuredField>>? members)
        {
            members = [];
            rest = rest.Trim(' ');
            while (!rest.IsEmpty)
            {
                if (members.Count == Most || !TryKey(out var key) || Contains(members, key))
                {
                    return false;
                }

                StructuredField? member;
                if (rest is ['=', ..])
                {
                    rest = rest[1..];
                    if (!(rest is ['(', ..] ? TryInnerList(out member) : TryItem(out member)))
                    {
                        return false;
                    }
                }
                else
                {
                    member = new StructuredField("?1");
                    if (!TryParameters(member))
                    {
                        return false;
                    }
                }

                members.Add(new(key, member));
                rest = rest.TrimStart(" \t");
                if (rest.IsEmpty)
                {
                    return true;
                }

                if (rest[0] != ',')
                {
                    return false;
                }

                rest = rest[1..].TrimStart(" \t");
                if (rest.IsEmpty)
                {
                    return false;
                }
            }

            return true;
        }

        private bool TryInnerList([NotNullWhen(true)] out StructuredField? list)
        {
            list = null;
            var items = new List<StructuredField>();
            rest = rest[1..];
            while (true)
            {
                var before = rest.Length;
                rest = rest.TrimStart(' ');
                if (rest.IsEmpty)
                {
                    return false;
                }

                if (rest[0] == ')')
                {
                    rest = rest[1..];
                    list = new StructuredField("", items: items);
                    return TryParameters(list);
                }

                if (items.Count == Most || (items.Count > 0 && before == rest.Length) || !TryItem(out var item))
                {
                    return false;
                }

                items.Add(item);
            }
        }

        private bool TryItem([NotNullWhen(true)] out StructuredField? item) => TryBareItem(out item) && TryParameters(item);

        private bool TryParameters(StructuredField item)
        {
            List<KeyValuePair<string, StructuredField>>? parameters = null;
            while (rest is [';', ..])
            {
                rest = rest[1..].TrimStart(' ');
                parameters ??= [];
                if (parameters.Count == Most || !TryKey(out var key) || Contains(parameters, key))
                {
                    return false;
                }

                var value = True;
                if (rest is ['=', ..])
                {
                    rest = rest[1..];
                    if (!TryBareItem(out value))
                    {
                        return false;
                    }
                }

                parameters.Add(new(key, value));
            }

            if (parameters is not null)
            {
                item.Parameters = parameters;
            }

            return true;
        }

        private bool TryBareItem([NotNullWhen(true)] out StructuredField? item)
        {
            item = null;
            return !rest.IsEmpty && rest[0] switch
            {
                '"' => TryString(out item),
                ':' => TryBytes(out item),
                '?' => TryBoolean(out item),
                '-' or (>= '0' and <= '9') => TryNumber(out item),
                '*' => TryToken(out item),
                var c => char.IsAsciiLetter(c) && TryToken(out item),
            };
        }

        private bool TryString([NotNullWhen(true)] out StructuredField? item)
        {
            item = null;
            var builder = new StringBuilder();
            for (var i = 1; i < rest.Length; i++)
            {
                var c = rest[i];
                if (c == '"')
                {
                    rest = rest[(i + 1)..];
                    var value = builder.ToString();
                    item = new StructuredField(Quote(value), stringValue: value);
                    return true;
                }

                if (c == '\\')
                {
                    i++;
                    if (i == rest.Length || rest[i] is not ('"' or '\\'))
                    {
                        return false;
                    }

                    c = rest[i];
                }

                if (c is < ' ' or > '~')
                {
                    return false;
                }

                builder.Append(c);
            }

            return false;
        }

        private bool TryBytes([NotNullWhen(true)] out StructuredField? item)
        {
            item = null;
            var end = rest[1..].IndexOf(':');
            if (end < 0 || rest.Slice(1, end).Contains(' '))
            {
                return false;
            }

            var buffer = new byte[end];
            if (!Convert.TryFromBase64Chars(rest.Slice(1, end), buffer, out var length))
            {
                return false;
            }

            var bytes = buffer[..length];
            rest = rest[(end + 2)..];
            item = new StructuredField($":{Convert.ToBase64String(bytes)}:", bytes: bytes);
            return true;
        }

        private bool TryBoolean([NotNullWhen(true)] out StructuredField? item)
        {
            item = rest is ['?', '0' or '1', ..] ? new StructuredField(rest[..2].ToString()) : null;
            rest = item is null ? rest : rest[2..];
            return item is not null;
        }

        private bool TryNumber([NotNullWhen(true)] out StructuredField? item)
        {
            item = null;
            var end = 1;
            while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || rest[end] == '.'))
            {
                end++;
            }

            var number = rest[..end];
            rest = rest[end..];
            if (!number.Contains('.'))
            {
                // At most fifteen digits (section 4.2.4).
                if (number.TrimStart('-').Length > 15 || !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
                {
                    return false;
                }

                item = new StructuredField(integer.ToString(CultureInfo.InvariantCulture), integer: integer);
                return true;
            }

            var fraction = number.Length - number.IndexOf('.') - 1;
            if (fraction is < 1 or > 3 || number.Length > 17
                || !decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            item = new StructuredField(value.ToString("0.0##", CultureInfo.InvariantCulture));
            return true;
        }

        private bool TryToken([NotNullWhen(true)] out StructuredField? item)
        {
            var end = rest.IndexOfAnyExcept(TokenCharacters);
            end = end < 0 ? rest.Length : end;
            item = new StructuredField(rest[..end].ToString());
            rest = rest[end..];
            return true;
        }

        private bool TryKey(out string key)
        {
            key = "";
            if (rest.IsEmpty || !(char.IsAsciiLetterLower(rest[0]) || rest[0] == '*'))
            {
                return false;
            }

            var end = rest.IndexOfAnyExcept(KeyCharacters);
            end = end < 0 ? rest.Length : end;
            key = rest[..end].ToString();
            rest = rest[end..];
            return true;
        }

        private static bool Contains(List<KeyValuePair<string, StructuredField>> members, string key)
        {
            foreach (var member in members)
            {
                if (member.Key == key)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static readonly System.Buffers.SearchValues<char> KeyCharacters
        = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    private static readonly System.Buffers.SearchValues<char> TokenCharacters
        = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~:/");
}
