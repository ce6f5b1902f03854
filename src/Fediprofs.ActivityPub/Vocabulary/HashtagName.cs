using System.Globalization;
using System.Text;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>How the names of hashtags are matched (Mastodon 4.7, <c>app/lib/hashtag_normalizer.rb</c>).</summary>
public static class HashtagName
{
    /// <summary>Longer names (characters) are no hashtags.</summary>
    public const int Longest = 100;

    /// <summary>Middle dot, katakana middle dot and zero-width non-joiner may stand inside a name, as the underscore may.</summary>
    public const string Separators = "_\u00B7\u30FB\u200C";

    private const string Accented =
        "àáâãäåāăąçćĉċčðďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĸĺļľŀłñńņňŉŋòóôõöøōŏőŕŗřśŝşšſţťŧùúûüũūŭůűųŵýÿŷźżž";

    private const string Folded =
        "aaaaaaaaacccccdddeeeeeeeeegggghhiiiiiiiiijkklllllnnnnnnooooooooorrrssssstttuuuuuuuuuuwyyyzzz";

    /// <summary>
    /// The name in the form that hashtags are matched by: NFKC, lower case, Latin letters without their accents,
    /// characters that no hashtag may hold left out. Null when nothing that could be a hashtag is left.
    /// </summary>
    /// <param name="name">The name, without the sign.</param>
    public static string? Normalize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > Longest * 2)
        {
            return null;
        }

        var builder = new StringBuilder(name.Length);
        foreach (var character in Compatible(name).ToLowerInvariant())
        {
            var letter = Accented.IndexOf(character, StringComparison.Ordinal);
            var folded = letter >= 0 ? Folded[letter] : character;
            if (IsAllowed(folded))
            {
                builder.Append(folded);
            }
        }

        var key = builder.ToString();
        return key.Length is > 0 and <= Longest && HasLetter(key) ? key : null;
    }

    /// <summary>Whether a text (without the sign) is a hashtag as it stands: only allowed characters, at least one letter.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= Longest && name.All(IsAllowed) && HasLetter(name);
    }

    internal static bool IsAllowed(char character) =>
        char.IsLetterOrDigit(character) || char.IsSurrogate(character)
        || Separators.Contains(character, StringComparison.Ordinal)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.LetterNumber;

    private static bool HasLetter(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Separators.AsSpan(1).Contains((char)Math.Min(rune.Value, char.MaxValue)))
            {
                return true;
            }
        }

        return false;
    }

    // A lone surrogate has no normal form; such a name is matched as it stands.
    private static string Compatible(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
