using System.Globalization;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>The <c>Date</c> header (RFC 9110 section 5.6.7).</summary>
internal static class HttpDate
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private static readonly string[] ObsoleteForms = ["dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    public static string Write(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads <c>Sun, 06 Nov 1994 08:49:37 GMT</c> without looking at the day of the week, which says nothing that the rest does
    /// not, and the two obsolete forms that a recipient must accept.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length == 29 && text[3] == ',' && text.EndsWith(" GMT", StringComparison.Ordinal))
        {
            var month = Months.AsSpan().IndexOf(text.Slice(8, 3), StringComparison.Ordinal);
            if (month < 0 || month % 3 != 0
                || !Number(text.Slice(5, 2), out var day) || !Number(text.Slice(12, 4), out var year)
                || !Number(text.Slice(17, 2), out var hour) || !Number(text.Slice(20, 2), out var minute) || !Number(text.Slice(23, 2), out var second))
            {
                return false;
            }

            month = (month / 3) + 1;
            if (year < 1 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            {
                return false;
            }

            // A leap second is the last second of its minute.
            time = new DateTimeOffset(year, month, day, hour, minute, Math.Min(second, 59), TimeSpan.Zero);
            return true;
        }

        return DateTimeOffset.TryParseExact(text, ObsoleteForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    private static bool Number(ReadOnlySpan<char> text, out int number)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
