namespace Fediprofs.OAuth.Documents;

/// <summary>The instance's secrets for tokens and sessions: one document, made once, read by every node.</summary>
public sealed class OAuthKeySet
{
    public const string OnlyId = "instance";

    public string Id { get; set; } = OnlyId;

    /// <summary>P-256 private key, PKCS#8: signs access tokens (ES256).</summary>
    public byte[] SigningKey { get; set; } = [];

    /// <summary>256 bits: encrypts what an authorization code stands for.</summary>
    public byte[] EncryptionKey { get; set; } = [];

    /// <summary>ASP.NET Core's data-protection key as XML: session cookies and form tokens.</summary>
    public string SessionKey { get; set; } = "";
}
