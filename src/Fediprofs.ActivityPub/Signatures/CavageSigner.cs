using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// Signs as Mastodon does (<c>app/lib/request.rb</c>): <c>(request-target) host date</c>, and with a body <c>digest content-type</c>;
/// <c>rsa-sha256</c>, or <c>hs2019</c> with an Ed25519 key. The query string is part of <c>(request-target)</c>.
/// </summary>
public static class CavageSigner
{
    /// <summary>
    /// The header lines to add: <c>Date</c>, <c>Digest</c> (with a body) and <c>Signature</c>. <c>Host</c> and <c>Content-Type</c> must be sent
    /// as <paramref name="request"/> names them.
    /// </summary>
    public static IReadOnlyList<HttpField> Sign(OutgoingRequest request, string keyId, SigningKey key, DateTimeOffset now)
    {
        var date = HttpDate.Write(now);
        var digest = request.BodySha256 is { } sha256 ? Digests.Digest(sha256) : null;
        var covered = "(request-target) host date";

        var text = new SignatureBaseWriter();
        try
        {
            text.Write("(request-target): ");
            text.Write(request.Method.ToLowerInvariant());
            text.Write(" ");
            text.Write(request.Target);
            text.Write("\nhost: ");
            text.Write(request.Host);
            text.Write("\ndate: ");
            text.Write(date);
            if (digest is not null)
            {
                covered += " digest";
                text.Write("\ndigest: ");
                text.Write(digest);
            }

            if (request.ContentType is { } contentType)
            {
                covered += " content-type";
                text.Write("\ncontent-type: ");
                text.Write(contentType);
            }

            var signature = Convert.ToBase64String(key.Sign(text.Written));
            var algorithm = key.Algorithm == KeyAlgorithm.Rsa ? "rsa-sha256" : "hs2019";
            var header = new HttpField("Signature", $"keyId=\"{keyId}\",algorithm=\"{algorithm}\",headers=\"{covered}\",signature=\"{signature}\"");
            return digest is null
                ? [new HttpField("Date", date), header]
                : [new HttpField("Date", date), new HttpField("Digest", digest), header];
        }
        finally
        {
            text.Dispose();
        }
    }
}
