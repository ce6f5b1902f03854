using System.Text.Json;
using JasperFx.Metadata;

namespace Fediprofs.OAuth.Documents;

/// <summary>What the four OAuth documents share. None holds text written by people but an application's name.</summary>
public abstract class OAuthDocument : IVersioned
{
    public string Id { get; set; } = "";

    /// <summary>Kept by Marten: two writers of one document cannot both win (a code is redeemed once).</summary>
    public Guid Version { get; set; }

    public Dictionary<string, JsonElement> Properties { get; set; } = [];
}
