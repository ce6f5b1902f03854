using System.Security.Cryptography;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// A request as it arrived, with all that a signature can cover. The caller passes scheme and host as the peer saw them
/// (behind a proxy: what was forwarded), and every header line, <c>Content-Length</c> included.
/// </summary>
public sealed class SignedRequest
{
    private byte[]? bodySha256;

    /// <summary>Keeps what it is given; nothing is copied or hashed yet.</summary>
    /// <param name="method">As received, for example <c>POST</c>.</param>
    /// <param name="scheme"><c>https</c>, or <c>http</c> in development.</param>
    /// <param name="host">The authority as received: name, and port if the peer sent one. Stands in for the <c>Host</c> line.</param>
    /// <param name="target">Raw path and query, undecoded: <c>/inbox?x=%20</c>.</param>
    /// <param name="fields">The header lines in order of arrival.</param>
    /// <param name="body">The body's bytes; empty for none.</param>
    public SignedRequest(string method, string scheme, string host, string target, IReadOnlyList<HttpField> fields, ReadOnlyMemory<byte> body)
    {
        Method = method;
        Scheme = scheme;
        Host = host;
        Target = target;
        Fields = fields;
        Body = body;
    }

    /// <summary>The method as received.</summary>
    public string Method { get; }

    /// <summary>The scheme that the peer used.</summary>
    public string Scheme { get; }

    /// <summary>The authority that the peer named.</summary>
    public string Host { get; }

    /// <summary>Raw path and query.</summary>
    public string Target { get; }

    /// <summary>The header lines in order of arrival.</summary>
    public IReadOnlyList<HttpField> Fields { get; }

    /// <summary>The body's bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>SHA-256 of the body (32 bytes): computed on first use and kept, so that digest check and de-duplication share it.</summary>
    public byte[] BodySha256 => bodySha256 ??= SHA256.HashData(Body.Span);

    /// <summary>Whether the signature has to bind a body: any method but GET and HEAD, and these when they bring one.</summary>
    internal bool CarriesContent => Body.Length > 0 || Method is not ("GET" or "HEAD");

    /// <summary>
    /// The value of a field: lines trimmed and joined with <c>", "</c> in order of arrival (draft-cavage-12 section 2.3,
    /// RFC 9421 section 2.1); <see langword="null"/> when there is no such line.
    /// </summary>
    internal string? FieldValue(ReadOnlySpan<char> name)
    {
        if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            return Host;
        }

        string? value = null;
        for (var i = 0; i < Fields.Count; i++)
        {
            var field = Fields[i];
            if (name.Equals(field.Name, StringComparison.OrdinalIgnoreCase))
            {
                var line = field.Value.Trim();
                value = value is null ? line : $"{value}, {line}";
            }
        }

        return value;
    }
}
