using System.Globalization;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>Media types of ActivityPub (§3.2, §7) and what a request prefers.</summary>
public static class MediaTypes
{
    /// <summary>What we answer with.</summary>
    public const string ActivityJson = "application/activity+json";

    /// <summary>The same in the words of JSON-LD.</summary>
    public const string LdJsonWithProfile = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

    /// <summary>What we ask for.</summary>
    public const string Accepted = ActivityJson + ", " + LdJsonWithProfile;

    /// <summary>What WebFinger answers with (RFC 7033 §10.2).</summary>
    public const string Jrd = "application/jrd+json";

    private const string Profile = "https://www.w3.org/ns/activitystreams";

    /// <summary>
    /// Whether a Content-Type is that of an activity: <c>application/activity+json</c>, or <c>application/ld+json</c> with the
    /// ActivityStreams profile. Plain JSON and plain JSON-LD are not.
    /// </summary>
    /// <param name="contentType">The header's value; null when there is none.</param>
    public static bool IsActivityJson(string? contentType)
    {
        if (contentType is null)
        {
            return false;
        }

        var parts = SplitOutsideQuotes(contentType, ';');
        return Is(parts[0], ActivityJson)
            || (Is(parts[0], "application/ld+json") && parts.Skip(1).Any(HasProfile));
    }

    /// <summary>
    /// Whether a request wants the ActivityPub form rather than the page, by the q-values of its Accept header
    /// (RFC 9110 §12.5.1); what stands first wins a tie. Wildcards alone and no header at all mean the page.
    /// </summary>
    /// <param name="accept">The header's value, several joined by commas; null when there is none.</param>
    public static bool PrefersActivityJson(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept) || accept.Length > 8192)
        {
            return false;
        }

        var (activity, page) = (0.0, 0.0);
        var activityFirst = false;
        foreach (var range in SplitOutsideQuotes(accept, ','))
        {
            var parts = SplitOutsideQuotes(range, ';');
            var quality = Quality(parts);
            if (Is(parts[0], ActivityJson) || Is(parts[0], "application/ld+json") || Is(parts[0], "application/json"))
            {
                activityFirst |= page == 0;
                activity = Math.Max(activity, quality);
            }
            else if (Is(parts[0], "text/html") || Is(parts[0], "application/xhtml+xml"))
            {
                page = Math.Max(page, quality);
            }
        }

        return activity > 0 && (activity > page || (activity == page && activityFirst));
    }

    private static double Quality(List<string> parts)
    {
        foreach (var parameter in parts.Skip(1))
        {
            var text = parameter.AsSpan().Trim();
            if (text.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(text[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
                    ? Math.Clamp(quality, 0, 1)
                    : 0;
            }
        }

        return 1;
    }

    private static bool HasProfile(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Is(parameter[..equals], "profile")
            && parameter[(equals + 1)..].Trim().Trim('"').Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(Profile, StringComparer.Ordinal);
    }

    private static bool Is(string text, string type) => text.AsSpan().Trim().Equals(type, StringComparison.OrdinalIgnoreCase);

    private static List<string> SplitOutsideQuotes(string text, char separator)
    {
        List<string> parts = [];
        var start = 0;
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                quoted = !quoted;
            }
            else if (text[at] == separator && !quoted)
            {
                parts.Add(text[start..at]);
                start = at + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
