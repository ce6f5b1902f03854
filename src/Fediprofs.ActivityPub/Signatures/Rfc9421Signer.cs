using System.Globalization;
using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// Signs after RFC 9421 with the set that Mastodon 4.7 sends and demands: <c>@method</c>, <c>@target-uri</c>, with a body
/// <c>content-digest</c>; <c>created</c>, <c>keyid</c> and <c>alg</c>.
/// </summary>
public static class Rfc9421Signer
{
    /// <summary>The header lines to add: <c>Content-Digest</c> (with a body), <c>Signature-Input</c> and <c>Signature</c>.</summary>
    public static IReadOnlyList<HttpField> Sign(OutgoingRequest request, string keyId, SigningKey key, DateTimeOffset now)
        => Sign(request, keyId, key, now, withAlgorithm: true);

    internal static IReadOnlyList<HttpField> Sign(OutgoingRequest request, string keyId, SigningKey key, DateTimeOffset now, bool withAlgorithm)
    {
        var digest = request.BodySha256 is { } sha256 ? Digests.ContentDigest(sha256) : null;
        var components = digest is null ? "(\"@method\" \"@target-uri\")" : "(\"@method\" \"@target-uri\" \"content-digest\")";
        var created = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var input = $"{components};created={created};keyid={StructuredField.Quote(keyId)}";
        if (withAlgorithm)
        {
            input += key.Algorithm == KeyAlgorithm.Rsa ? ";alg=\"rsa-v1_5-sha256\"" : ";alg=\"ed25519\"";
        }

        var text = new SignatureBaseWriter();
        try
        {
            text.Write("\"@method\": ");
            text.Write(request.Method);
            text.Write("\n\"@target-uri\": ");
            text.Write($"{request.Scheme}://{request.Host}{request.Target}");
            if (digest is not null)
            {
                text.Write("\n\"content-digest\": ");
                text.Write(digest);
            }

            text.Write("\n\"@signature-params\": ");
            text.Write(input);

            var signatureInput = new HttpField("Signature-Input", $"sig1={input}");
            var signature = new HttpField("Signature", $"sig1=:{Convert.ToBase64String(key.Sign(text.Written))}:");
            return digest is null
                ? [signatureInput, signature]
                : [new HttpField("Content-Digest", digest), signatureInput, signature];
        }
        finally
        {
            text.Dispose();
        }
    }
}
