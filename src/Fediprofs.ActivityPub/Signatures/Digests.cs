using System.Security.Cryptography;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>What a digest header says about the body.</summary>
public enum DigestOutcome
{
    /// <summary>There is no such header.</summary>
    Absent,

    /// <summary>Every digest in it that we know fits the body, and there is at least one.</summary>
    Match,

    /// <summary>A digest does not fit the body.</summary>
    Mismatch,

    /// <summary>It cannot be read.</summary>
    Malformed,

    /// <summary>It holds only algorithms that we do not know.</summary>
    Unsupported,
}

/// <summary><c>Digest</c> (RFC 3230, beside draft-cavage) and <c>Content-Digest</c> (RFC 9530, beside RFC 9421).</summary>
public static class Digests
{
    /// <summary><c>SHA-256=…</c>, the value of <c>Digest</c>.</summary>
    public static string Digest(ReadOnlySpan<byte> bodySha256) => "SHA-256=" + Convert.ToBase64String(bodySha256);

    /// <summary><c>sha-256=:…:</c>, the value of <c>Content-Digest</c>.</summary>
    public static string ContentDigest(ReadOnlySpan<byte> bodySha256) => $"sha-256=:{Convert.ToBase64String(bodySha256)}:";

    /// <summary>
    /// <c>Digest</c> against the body. SHA-256 alone counts, in any case (Fedify writes <c>sha-256=</c>); with several values of it all must fit.
    /// </summary>
    public static DigestOutcome CheckDigest(string? value, SignedRequest request)
    {
        if (value is null)
        {
            return DigestOutcome.Absent;
        }

        var outcome = DigestOutcome.Unsupported;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var range in value.AsSpan().Split(','))
        {
            var one = value.AsSpan(range).Trim();
            var equals = one.IndexOf('=');
            if (equals <= 0)
            {
                return DigestOutcome.Malformed;
            }

            if (!one[..equals].Equals("SHA-256", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!Convert.TryFromBase64Chars(one[(equals + 1)..], digest, out var length) || length != digest.Length)
            {
                return DigestOutcome.Malformed;
            }

            if (!digest.SequenceEqual(request.BodySha256))
            {
                return DigestOutcome.Mismatch;
            }

            outcome = DigestOutcome.Match;
        }

        return outcome;
    }

    /// <summary>
    /// <c>Content-Digest</c> against the body: a dictionary of byte sequences (RFC 9530 section 2). SHA-256 and SHA-512 count; unknown ones are skipped.
    /// </summary>
    public static DigestOutcome CheckContentDigest(string? value, SignedRequest request)
    {
        if (value is null)
        {
            return DigestOutcome.Absent;
        }

        if (!StructuredField.TryParseDictionary(value, out var members) || members.Count == 0)
        {
            return DigestOutcome.Malformed;
        }

        var outcome = DigestOutcome.Unsupported;
        foreach (var (algorithm, item) in members)
        {
            if (item.Bytes is not { } digest)
            {
                return DigestOutcome.Malformed;
            }

            if (algorithm is not ("sha-256" or "sha-512"))
            {
                continue;
            }

            var actual = algorithm == "sha-256" ? request.BodySha256 : SHA512.HashData(request.Body.Span);
            if (digest.Length != actual.Length)
            {
                return DigestOutcome.Malformed;
            }

            if (!digest.AsSpan().SequenceEqual(actual))
            {
                return DigestOutcome.Mismatch;
            }

            outcome = DigestOutcome.Match;
        }

        return outcome;
    }

    /// <summary>The refusal for a covered digest that does not vouch for the body.</summary>
    internal static RequestVerdict Verdict(DigestOutcome outcome, string field) => outcome switch
    {
        DigestOutcome.Match => RequestVerdict.Valid,
        DigestOutcome.Mismatch => new(RequestOutcome.DigestMismatch, $"The body does not have the digest in {field}."),
        DigestOutcome.Absent => new(RequestOutcome.NotCovered, $"The signature covers {field}, which is absent."),
        DigestOutcome.Malformed => new(RequestOutcome.DigestUnusable, $"{field} cannot be read."),
        _ => new(RequestOutcome.DigestUnusable, $"{field} holds no SHA-256."),
    };
}
