namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// How long a signature is good, as Mastodon has it (<c>app/lib/signed_request.rb</c>): five minutes unless it says otherwise,
/// never more than twelve hours, and an hour for clocks that differ, at either end.
/// </summary>
internal static class SignatureLifetime
{
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <param name="created">When it was made.</param>
    /// <param name="expires">When it says that it ends, if it does.</param>
    /// <param name="expiresIsSigned">An unsigned <paramref name="expires"/> can be anybody's: it may shorten, never lengthen.</param>
    /// <param name="now">The clock.</param>
    public static RequestVerdict Check(DateTimeOffset created, DateTimeOffset? expires, bool expiresIsSigned, DateTimeOffset now)
    {
        if (created - now > ClockSkew)
        {
            return new(RequestOutcome.NotYetValid, "The signature was made more than an hour in the future: check the clock of the sending server.");
        }

        var age = now - created;
        var lifetime = Default;
        if (expires is { } end)
        {
            lifetime = end - created;
            var most = expiresIsSigned ? Longest : Default;
            lifetime = lifetime > most ? most : lifetime;
        }

        return age - lifetime > ClockSkew
            ? new(RequestOutcome.Expired, "The signature has expired: it is good for five minutes or until its expires (twelve hours at most), with an hour for clocks that differ.")
            : RequestVerdict.Valid;
    }

    /// <summary>Seconds since 1970, with an ignored fraction (draft-cavage allows one in <c>expires</c>).</summary>
    public static bool TryReadUnixTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        var dot = text.IndexOf('.');
        if (dot >= 0)
        {
            if (text[(dot + 1)..].ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            text = text[..dot];
        }

        return long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            && TryFromUnixTime(seconds, out time);
    }

    /// <summary>False outside the years 1970 to 9999.</summary>
    public static bool TryFromUnixTime(long seconds, out DateTimeOffset time)
    {
        time = default;
        if (seconds is < 0 or > 253_402_300_799)
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
