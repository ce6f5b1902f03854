using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// Who signed a request, and whether to believe it, in three steps: <see cref="Read"/> tells which key is claimed;
/// <see cref="CheckPolicy"/> refuses what no key could make right, before anything is fetched for it;
/// <see cref="CheckSignature"/> is the cryptography, repeated after a refresh of the key.
/// </summary>
public static class RequestVerification
{
    /// <summary>
    /// Reads the signature of a request: RFC 9421 when there is a <c>Signature-Input</c>, else draft-cavage in <c>Signature</c> or
    /// <c>Authorization: Signature …</c>. <see langword="null"/> when there is none that can be read; <paramref name="problem"/> says why.
    /// </summary>
    public static ClaimedSignature? Read(SignedRequest request, out RequestVerdict problem)
    {
        if (request.FieldValue("signature-input") is { } input)
        {
            return Rfc9421Signature.TryParse(input, request.FieldValue("signature"), label: null, out problem);
        }

        if (request.FieldValue("signature") is { } header)
        {
            return CavageSignature.TryParse(header, out problem);
        }

        const string scheme = "Signature ";
        if (request.FieldValue("authorization") is { } authorization && authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return CavageSignature.TryParse(authorization[scheme.Length..], out problem);
        }

        problem = new RequestVerdict(RequestOutcome.NoSignature, "The request is not signed: send a Signature header (draft-cavage-http-signatures-12) or Signature-Input and Signature (RFC 9421).");
        return null;
    }

    /// <summary>Whether time, coverage and digest are right. Hashes the body once (<see cref="SignedRequest.BodySha256"/>).</summary>
    public static RequestVerdict CheckPolicy(SignedRequest request, ClaimedSignature claimed, DateTimeOffset now)
        => claimed.CheckPolicy(request, now);

    /// <summary>Whether <paramref name="key"/> made the signature. <see cref="RequestOutcome.WrongSignature"/> is worth one refresh of the key.</summary>
    public static RequestVerdict CheckSignature(SignedRequest request, ClaimedSignature claimed, VerificationKey key)
        => claimed.CheckSignature(request, key);

    /// <summary>Both checks, for who has the key at hand.</summary>
    public static RequestVerdict Verify(SignedRequest request, ClaimedSignature claimed, VerificationKey key, DateTimeOffset now)
        => claimed.CheckPolicy(request, now) is { IsValid: false } refused ? refused : claimed.CheckSignature(request, key);
}
