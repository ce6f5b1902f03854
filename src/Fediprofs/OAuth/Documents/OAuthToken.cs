namespace Fediprofs.OAuth.Documents;

/// <summary>The entry of an authorization code or an access token. An access token itself is not stored, only that it was issued.</summary>
public sealed class OAuthToken : OAuthDocument
{
    public string? ApplicationId { get; set; }

    public string? AuthorizationId { get; set; }

    public DateTimeOffset? CreationDate { get; set; }

    public DateTimeOffset? ExpirationDate { get; set; }

    /// <summary>The encrypted content of an authorization code; null for access tokens.</summary>
    public string? Payload { get; set; }

    public DateTimeOffset? RedemptionDate { get; set; }

    /// <summary>SHA-256 of the code handed out, by OpenIddict; null for access tokens.</summary>
    public string? ReferenceId { get; set; }

    public string? Status { get; set; }

    /// <summary>The account's snowflake as text, or the client id for a token of the application itself.</summary>
    public string? Subject { get; set; }

    public string? Type { get; set; }
}
