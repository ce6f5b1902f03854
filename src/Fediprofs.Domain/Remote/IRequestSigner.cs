namespace Fediprofs.Domain.Remote;

/// <summary>Signs requests with a key of this instance. Called once a hop: a signature names the host it is for.</summary>
public interface IRequestSigner
{
    /// <summary>The header fields that make the request a signed one (<c>Date</c>, <c>Signature</c>, a digest of the body, …).</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="target">Absolute address without a fragment; the <c>Host</c> field that is sent is its host, with a port that is not the scheme's own.</param>
    /// <param name="body">Exact bytes that are sent; null without a body.</param>
    IReadOnlyList<KeyValuePair<string, string>> Sign(HttpMethod method, Uri target, ReadOnlyMemory<byte>? body);
}
