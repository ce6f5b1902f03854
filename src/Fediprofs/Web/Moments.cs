using System.Globalization;
using Microsoft.Extensions.Options;

namespace Fediprofs.Web;

/// <summary>Dates as readers see them: in the instance's time zone and the reader's language.</summary>
public sealed class Moments(IOptions<WebOptions> options)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>Day and time: <c>24 novembre 2026, 08:45</c>.</summary>
    public string DayAndTime(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("d MMMM yyyy, HH:mm", CultureInfo.CurrentCulture);

    /// <summary>The month: <c>novembre 2026</c>.</summary>
    public string Month(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>For <c>datetime</c> attributes: ISO 8601 in UTC.</summary>
    public static string Machine(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
