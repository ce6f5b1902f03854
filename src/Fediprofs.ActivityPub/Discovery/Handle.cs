using System.Globalization;
using System.Text;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>A handle, <c>user@domain</c>, without a sign before it.</summary>
/// <param name="User">User name as written.</param>
/// <param name="Domain">Domain in lower case and in ASCII, with a port if one was written.</param>
public sealed record Handle(string User, string Domain)
{
    private const int Longest = 512;

    /// <summary><c>acct:user@domain</c>.</summary>
    public string ToAcct() => $"acct:{User}@{Domain}";

    /// <inheritdoc/>
    public override string ToString() => $"{User}@{Domain}";

    /// <summary>Whether both name the same, user names and domains without regard to case.</summary>
    public bool Means(Handle? other) =>
        other is not null && string.Equals(User, other.User, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Domain, other.Domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>acct:user@domain</c>, <c>user@domain</c> or <c>@user@domain</c>; what stands after the last sign is the domain.</summary>
    public static Handle? Parse(string? text)
    {
        if (text is null or { Length: > Longest })
        {
            return null;
        }

        var rest = text.StartsWith("acct:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        rest = rest.StartsWith('@') ? rest[1..] : rest;
        var at = rest.LastIndexOf('@');
        return at > 0 && at < rest.Length - 1 && AsDomain(rest[(at + 1)..]) is { } domain ? new(rest[..at], domain) : null;
    }

    /// <summary>
    /// Whether a user name may exist at all (Mastodon's rule): letters, digits and underscores without accents, dots and
    /// hyphens between them.
    /// </summary>
    public static bool IsUserName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var afterWord = false;
        foreach (var character in name)
        {
            var isWord = char.IsAsciiLetterOrDigit(character) || character == '_';
            if (!isWord && character is not ('.' or '-'))
            {
                return false;
            }

            afterWord = isWord;
        }

        return afterWord && name[0] is not ('.' or '-');
    }

    // Domains with accents are compared in their ASCII form, as they stand in addresses.
    private static string? AsDomain(string text)
    {
        if (!text.All(character => char.IsLetterOrDigit(character) || character is '.' or '-' or ':' or '_' or '[' or ']'))
        {
            return null;
        }

        try
        {
            return Ascii.IsValid(text) ? text.ToLowerInvariant() : new IdnMapping().GetAscii(text).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
