namespace Fediprofs.OAuth.Documents;

/// <summary>A scope added to those of Mastodon's list (see <see cref="Fediprofs.OAuth.Scopes"/>), which need no document.</summary>
public sealed class OAuthScope : OAuthDocument
{
    public string? Name { get; set; }

    public string? DisplayName { get; set; }

    public Dictionary<string, string> DisplayNames { get; set; } = [];

    public string? Description { get; set; }

    public Dictionary<string, string> Descriptions { get; set; } = [];

    public List<string> Resources { get; set; } = [];
}
