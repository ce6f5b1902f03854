namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// A request that is about to be signed. The body stays with the sender: its hash is made once and signed for every host.
/// </summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>, in capitals.</param>
/// <param name="Scheme"><c>https</c>, or <c>http</c> in development.</param>
/// <param name="Host">What will stand in the <c>Host</c> line: lower case, with the port only where it is not the scheme's own.</param>
/// <param name="Target">Raw path and query as they will be sent.</param>
public sealed record OutgoingRequest(string Method, string Scheme, string Host, string Target)
{
    /// <summary>SHA-256 of the body (32 bytes); <see langword="null"/> when there is none.</summary>
    public byte[]? BodySha256 { get; init; }

    /// <summary>What will stand in <c>Content-Type</c>; <see langword="null"/> without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>A request to an absolute URL; host and target exactly as <see cref="System.Net.Http.HttpClient"/> will send them.</summary>
    public static OutgoingRequest To(string method, Uri url)
    {
        // IdnHost drops the brackets of an IPv6 address.
        var name = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return new(method, url.Scheme, url.IsDefaultPort ? name : $"{name}:{url.Port}", url.PathAndQuery);
    }
}
