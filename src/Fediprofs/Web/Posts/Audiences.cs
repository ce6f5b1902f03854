namespace Fediprofs.Web.Posts;

/// <summary>Reads the field <c>audience</c> of a form.</summary>
internal static class Audiences
{
    /// <summary>The audience chosen; what no form offers is read as the narrowest, so that a mistake never publishes.</summary>
    public static AudienceView Read(string? value) =>
        string.IsNullOrEmpty(value) ? AudienceView.Public
        : Enum.TryParse<AudienceView>(value, ignoreCase: true, out var audience) && Enum.IsDefined(audience) ? audience
        : AudienceView.Direct;
}
