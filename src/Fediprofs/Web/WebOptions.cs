using System.ComponentModel.DataAnnotations;

namespace Fediprofs.Web;

/// <summary>Settings of the pages, section <c>Web</c>.</summary>
public sealed record WebOptions
{
    /// <summary>The language of a visitor who has not said which: <c>fr</c> or <c>en</c>.</summary>
    [RegularExpression("^(fr|en)$", ErrorMessage = "Web:Language must be fr or en, for example Web:Language=fr")]
    public string Language { get; init; } = "fr";

    /// <summary>IANA name of the time zone in which dates are shown, for example <c>Indian/Reunion</c>.</summary>
    public string TimeZone { get; init; } = "Europe/Paris";
}
