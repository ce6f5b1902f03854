using System.Text.Json.Serialization;

namespace Fediprofs.OAuth.Documents;

/// <summary>A client that registered itself by <c>POST /api/v1/apps</c>, or one of the instance's own.</summary>
public sealed class OAuthApplication : OAuthDocument
{
    internal const string WebsiteProperty = "website";

    public string? ApplicationType { get; set; }

    public string? ClientId { get; set; }

    /// <summary>Hashed by OpenIddict (PBKDF2); the clear secret is told once, at registration.</summary>
    public string? ClientSecret { get; set; }

    public string? ClientType { get; set; }

    public string? ConsentType { get; set; }

    public string? DisplayName { get; set; }

    public Dictionary<string, string> DisplayNames { get; set; } = [];

    public string? JsonWebKeySet { get; set; }

    public List<string> Permissions { get; set; } = [];

    public List<string> PostLogoutRedirectUris { get; set; } = [];

    public List<string> RedirectUris { get; set; } = [];

    public List<string> Requirements { get; set; } = [];

    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>The application's site, from its registration; null when it named none.</summary>
    [JsonIgnore]
    public string? Website => Properties.TryGetValue(WebsiteProperty, out var website) ? website.GetString() : null;
}
