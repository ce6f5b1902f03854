using System.Text;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>Writes <c>/.well-known/host-meta</c> (RFC 6415), by which old software finds WebFinger.</summary>
public static class HostMeta
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/xrd+xml; charset=utf-8";

    /// <summary>The document.</summary>
    /// <param name="webHost">Host of our addresses, with the port when it is not the usual one.</param>
    public static byte[] Write(string webHost) => Encoding.UTF8.GetBytes(
        $$"""
        <?xml version="1.0" encoding="UTF-8"?>
        <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
          <Link rel="lrdd" template="https://{{System.Net.WebUtility.HtmlEncode(webHost)}}/.well-known/webfinger?resource={uri}"/>
        </XRD>

        """);
}
