using System.Diagnostics.CodeAnalysis;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>What an instance says of itself (NodeInfo 2.0 and 2.1, FEP-f1d5).</summary>
public sealed record NodeInfo
{
    /// <summary>Schema of version 2.0.</summary>
    public const string Schema20 = "http://nodeinfo.diaspora.software/ns/schema/2.0";

    /// <summary>Schema of version 2.1.</summary>
    public const string Schema21 = "http://nodeinfo.diaspora.software/ns/schema/2.1";

    /// <summary>Name of the software: lower case letters, digits, hyphens.</summary>
    public required string SoftwareName { get; init; }

    /// <summary>Its version.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>Where its source lies; written in 2.1 only.</summary>
    public string? Repository { get; init; }

    /// <summary>Whether anybody may open an account.</summary>
    public bool OpenRegistrations { get; init; }

    /// <summary>How many accounts.</summary>
    public long Users { get; init; }

    /// <summary>How many were active in the last 30 days.</summary>
    public long ActiveMonth { get; init; }

    /// <summary>How many were active in the last 180 days.</summary>
    public long ActiveHalfyear { get; init; }

    /// <summary>How many posts were written here.</summary>
    public long LocalPosts { get; init; }

    /// <summary>Name of the instance.</summary>
    public string? NodeName { get; init; }

    /// <summary>Description of the instance.</summary>
    public string? NodeDescription { get; init; }

    /// <summary>The document.</summary>
    /// <param name="version">2.0 or 2.1.</param>
    public byte[] ToUtf8(string version) => StrictJson.Document(json =>
    {
        json.WriteString("version", version);
        json.WriteStartObject("software");
        json.WriteString("name", SoftwareName);
        json.WriteString("version", SoftwareVersion);
        json.Optional("repository", version == "2.1" ? Repository : null);
        json.WriteEndObject();
        json.Strings("protocols", ["activitypub"]);
        json.WriteStartObject("services");
        json.Strings("inbound", []);
        json.Strings("outbound", []);
        json.WriteEndObject();
        json.WriteBoolean("openRegistrations", OpenRegistrations);
        json.WriteStartObject("usage");
        json.WriteStartObject("users");
        json.WriteNumber("total", Users);
        json.WriteNumber("activeMonth", ActiveMonth);
        json.WriteNumber("activeHalfyear", ActiveHalfyear);
        json.WriteEndObject();
        json.WriteNumber("localPosts", LocalPosts);
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.Optional("nodeName", NodeName);
        json.Optional("nodeDescription", NodeDescription);
        json.WriteEndObject();
    });

    /// <summary>Media type of a document.</summary>
    /// <param name="version">2.0 or 2.1.</param>
    public static string MediaType(string version) => $"application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/{version}#\"; charset=utf-8";

    /// <summary>Writes <c>/.well-known/nodeinfo</c>.</summary>
    /// <param name="address20">Where the document of version 2.0 lies.</param>
    /// <param name="address21">Where the document of version 2.1 lies.</param>
    /// <param name="instanceActor">Id of the instance actor (FEP-2677).</param>
    public static byte[] WriteDiscovery(string address20, string address21, string? instanceActor = null) => StrictJson.Document(json =>
    {
        json.WriteStartArray("links");
        foreach (var (relation, href) in new[] { (Schema20, address20), (Schema21, address21), ("https://www.w3.org/ns/activitystreams#Application", instanceActor) })
        {
            if (href is not null)
            {
                json.WriteStartObject();
                json.WriteString("rel", relation);
                json.WriteString("href", href);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    });

    /// <summary>Reads where another server's document lies, the newest version that we know.</summary>
    public static bool TryReadDiscovery(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? address)
    {
        address = null;
        if (WebFingerDocument.TryRead(utf8, out var document))
        {
            address = new[] { Schema21, Schema20 }
                .Select(schema => document.Links.FirstOrDefault(link => link.Relation == schema && WebAddress.IsWeb(link.Href))?.Href)
                .FirstOrDefault(href => href is not null);
        }

        return address is not null;
    }

    /// <summary>Reads the name and version of another server's software, the name in lower case.</summary>
    public static bool TryReadSoftware(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? name, out string? version)
    {
        name = null;
        version = null;
        if (WireObject.TryRead(utf8, out var source, out _) && source.Json.Member("software") is { } software)
        {
            name = software.MeaningfulText("name")?.ToLowerInvariant();
            version = software.MeaningfulText("version");
        }

        return name is not null;
    }
}
