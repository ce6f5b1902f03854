namespace Fediprofs.OAuth.Documents;

/// <summary>A consent given: what ties a code to the tokens made from it, so that a code used twice revokes them.</summary>
public sealed class OAuthAuthorization : OAuthDocument
{
    public string? ApplicationId { get; set; }

    public DateTimeOffset? CreationDate { get; set; }

    public List<string> Scopes { get; set; } = [];

    public string? Status { get; set; }

    /// <summary>The account's snowflake as text.</summary>
    public string? Subject { get; set; }

    public string? Type { get; set; }
}
