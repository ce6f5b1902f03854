using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Html;

/// <summary>Something in a plain text that stands for more than its letters.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
public abstract record WrittenEntity(int Start, int Length);

/// <summary><c>@user</c> or <c>@user@host</c>.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
/// <param name="User">User name as written.</param>
/// <param name="Host">Domain as written, with a port if one was; null when it means somebody here.</param>
public sealed record WrittenMention(int Start, int Length, string User, string? Host) : WrittenEntity(Start, Length);

/// <summary><c>#name</c>.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
/// <param name="Name">As written, without the sign.</param>
public sealed record WrittenHashtag(int Start, int Length, string Name) : WrittenEntity(Start, Length);

/// <summary>An http or https address.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
/// <param name="Url">The address.</param>
public sealed record WrittenLink(int Start, int Length, string Url) : WrittenEntity(Start, Length);

/// <summary>Finds mentions, hashtags and addresses in what people write, by Mastodon's rules (<c>app/lib/extractor.rb</c>).</summary>
public static class WrittenText
{
    private const int LongestUser = 64;
    private const int LongestHost = 255;

    // What closes a sentence or a bracket around an address and is not part of it.
    private const string Closing = ".,;:!?'\"…»”’)]}*_";

    /// <summary>All of them, in order; none overlaps another, an address wins over what stands inside it.</summary>
    /// <param name="text">Plain text.</param>
    public static IReadOnlyList<WrittenEntity> EntitiesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<WrittenEntity> entities = [];
        for (var at = 0; at < text.Length;)
        {
            WrittenEntity? entity = text[at] switch
            {
                '@' => MentionAt(text, at),
                '#' or '\uFF03' => HashtagAt(text, at),
                'h' or 'H' => LinkAt(text, at),
                _ => null,
            };
            if (entity is not null)
            {
                entities.Add(entity);
            }

            at += entity?.Length ?? 1;
        }

        return entities;
    }

    private static WrittenMention? MentionAt(string text, int start)
    {
        if (start > 0 && (IsWord(text[start - 1]) || text[start - 1] is '/' or '='))
        {
            return null;
        }

        var userEnd = NameEnd(text, start + 1, char.IsAsciiLetterOrDigit);
        if (userEnd == start + 1 || userEnd - start - 1 > LongestUser)
        {
            return null;
        }

        var end = userEnd;
        if (end < text.Length && text[end] == '@')
        {
            var hostEnd = NameEnd(text, end + 1, char.IsLetterOrDigit);
            if (hostEnd > end + 1 && hostEnd - end <= LongestHost)
            {
                var portEnd = hostEnd;
                if (portEnd < text.Length - 1 && text[portEnd] == ':' && char.IsAsciiDigit(text[portEnd + 1]))
                {
                    for (portEnd++; portEnd < text.Length && char.IsAsciiDigit(text[portEnd]) && portEnd - hostEnd <= 5; portEnd++)
                    {
                    }

                    hostEnd = portEnd;
                }

                return new(start, hostEnd - start, text[(start + 1)..userEnd], text[(userEnd + 1)..hostEnd]);
            }
        }

        return new(start, end - start, text[(start + 1)..end], null);
    }

    // Letters, digits and underscores, with dots and hyphens between them.
    private static int NameEnd(string text, int start, Func<char, bool> isLetterOrDigit)
    {
        var end = start;
        for (var at = start; at < text.Length; at++)
        {
            if (isLetterOrDigit(text[at]) || text[at] == '_')
            {
                end = at + 1;
            }
            else if (text[at] is not ('.' or '-') || at == start)
            {
                break;
            }
        }

        return end;
    }

    private static WrittenHashtag? HashtagAt(string text, int start)
    {
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '/' or '=' or ')' or '&' or '#'))
        {
            return null;
        }

        var end = start + 1;
        while (end < text.Length && HashtagName.IsAllowed(text[end]))
        {
            end++;
        }

        while (end > start + 1 && text[end - 1] is '\u00B7' or '\u30FB' or '\u200C')
        {
            end--;
        }

        var name = text[(start + 1)..end];
        return HashtagName.IsValid(name) && HashtagName.Normalize(name) is not null ? new(start, end - start, name) : null;
    }

    private static WrittenLink? LinkAt(string text, int start)
    {
        var rest = text.AsSpan(start);
        if ((!rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            || (start > 0 && IsWord(text[start - 1])))
        {
            return null;
        }

        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !char.IsControl(text[end]) && text[end] is not ('<' or '>' or '"' or '«' or '»'))
        {
            end++;
        }

        while (end > start && Closing.Contains(text[end - 1], StringComparison.Ordinal) && !ClosesBracket(text.AsSpan(start, end - start)))
        {
            end--;
        }

        var url = text[start..end];
        return url.Length <= 2048 && WebAddress.IsWeb(url) ? new(start, url.Length, url) : null;
    }

    // https://fr.wikipedia.org/wiki/Fraction_(mathématiques): the bracket belongs to the address.
    private static bool ClosesBracket(ReadOnlySpan<char> url) =>
        url[^1] == '_' || (url[^1] == ')' && url.Count(')') <= url.Count('('));

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}

/// <summary>Mentions in plain text.</summary>
public static class Mentions
{
    /// <summary>Every <c>@user</c> and <c>@user@host[:port]</c>, in order, with repetitions.</summary>
    public static IReadOnlyList<WrittenMention> In(string text) => [.. WrittenText.EntitiesIn(text).OfType<WrittenMention>()];
}

/// <summary>Hashtags in plain text.</summary>
public static class Hashtags
{
    /// <summary>Every <c>#name</c>, in order, with repetitions: letters, digits, <c>_ · ・</c>, at least one letter, no hyphen.</summary>
    public static IReadOnlyList<WrittenHashtag> In(string text) => [.. WrittenText.EntitiesIn(text).OfType<WrittenHashtag>()];
}
