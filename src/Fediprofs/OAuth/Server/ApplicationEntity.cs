using System.Text.Json.Serialization;
using Fediprofs.OAuth.Documents;

namespace Fediprofs.OAuth.Server;

/// <summary>Mastodon's Application, and its CredentialApplication where the secret is told.</summary>
internal sealed record ApplicationEntity
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("website")]
    public string? Website { get; init; }

    [JsonPropertyName("scopes")]
    public required IReadOnlyList<string> Scopes { get; init; }

    [JsonPropertyName("redirect_uris")]
    public required IReadOnlyList<string> RedirectUris { get; init; }

    [JsonPropertyName("redirect_uri")]
    public string RedirectUri => string.Join('\n', RedirectUris);

    /// <summary>Empty: deprecated since Mastodon 4.3; the key stands in /api/v2/instance.</summary>
    [JsonPropertyName("vapid_key")]
    public string VapidKey => "";

    [JsonPropertyName("client_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    [JsonPropertyName("client_secret"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    [JsonPropertyName("client_secret_expires_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ClientSecretExpiresAt { get; init; }

    public static ApplicationEntity Of(OAuthApplication application) => new()
    {
        Id = application.Id,
        Name = application.DisplayName ?? "",
        Website = application.Website,
        Scopes = OAuth.Scopes.Registered(application.Permissions),
        RedirectUris = application.RedirectUris,
    };
}
