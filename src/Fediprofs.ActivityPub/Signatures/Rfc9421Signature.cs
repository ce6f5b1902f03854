using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>A signature after RFC 9421: <c>rsa-v1_5-sha256</c> or <c>ed25519</c>, one a request.</summary>
public sealed class Rfc9421Signature : ClaimedSignature
{
    private const int MostComponents = 50;

    private readonly StructuredField input;
    private readonly byte[] signature;

    private Rfc9421Signature(string keyId, StructuredField input, byte[] signature)
        : base(keyId)
    {
        this.input = input;
        this.signature = signature;
    }

    /// <inheritdoc/>
    public override SignatureScheme Scheme => SignatureScheme.Rfc9421;

    /// <summary>The <c>alg</c> parameter; <see langword="null"/> when absent, and then the key decides.</summary>
    public string? Algorithm => input.Parameter("alg")?.String;

    /// <summary>
    /// Reads <c>Signature-Input</c> and <c>Signature</c>. Without a label there must be exactly one signature, as Mastodon wants it.
    /// </summary>
    internal static Rfc9421Signature? TryParse(string inputHeader, string? signatureHeader, string? label, out RequestVerdict problem)
    {
        if (!StructuredField.TryParseDictionary(inputHeader, out var inputs) || inputs.Count == 0)
        {
            problem = Malformed("Signature-Input is not a dictionary (RFC 9421 section 4.1).");
            return null;
        }

        if (label is null && inputs.Count > 1)
        {
            problem = Malformed("Send exactly one signature.");
            return null;
        }

        label ??= inputs[0].Key;
        if (Find(inputs, label) is not { Items: { } components } input)
        {
            problem = Malformed("Signature-Input holds no list of components.");
            return null;
        }

        if (signatureHeader is null || !StructuredField.TryParseDictionary(signatureHeader, out var signatures)
            || Find(signatures, label)?.Bytes is not { Length: > 0 } signature)
        {
            problem = Malformed("Signature holds no byte sequence under the label of Signature-Input (RFC 9421 section 4.2).");
            return null;
        }

        if (input.Parameter("keyid")?.String is not { Length: > 0 } keyId)
        {
            problem = Malformed("Signature-Input needs keyid.");
            return null;
        }

        if (components.Count > MostComponents || !AreDistinctStrings(components))
        {
            problem = Malformed("The components must be at most 50 strings, each once (RFC 9421 section 2).");
            return null;
        }

        problem = RequestVerdict.Valid;
        return new Rfc9421Signature(keyId, input, signature);
    }

    internal override RequestVerdict CheckPolicy(SignedRequest request, DateTimeOffset now)
    {
        if (CheckTime(now) is { IsValid: false } late)
        {
            return late;
        }

        if (!Covers("@method"))
        {
            return NotCovered("The signature must cover @method.");
        }

        if (!CoversTarget(request.Target))
        {
            return NotCovered("The signature must cover @target-uri (or @authority with @request-target, or with @path and @query).");
        }

        if (!request.CarriesContent)
        {
            return RequestVerdict.Valid;
        }

        return Covers("content-digest")
            ? Digests.Verdict(Digests.CheckContentDigest(request.FieldValue("content-digest"), request), "Content-Digest")
            : NotCovered("The signature must cover content-digest.");
    }

    internal override RequestVerdict CheckSignature(SignedRequest request, VerificationKey key)
    {
        if (!Agrees(key))
        {
            return new(RequestOutcome.UnsupportedAlgorithm, "alg is unknown or not the key's: use rsa-v1_5-sha256 or ed25519.");
        }

        if (TryVerify(request, key, hostAsReceived: false, out var unbuildable))
        {
            return RequestVerdict.Valid;
        }

        if (unbuildable is { } missing)
        {
            return missing;
        }

        // The other reading of @target-uri, where it makes a difference.
        return Covers("@target-uri") && request.Host != Rfc9421Components.Authority(request) && TryVerify(request, key, hostAsReceived: true, out _)
            ? RequestVerdict.Valid
            : new(RequestOutcome.WrongSignature, "The signature was not made by the key that keyid names over this request.");
    }

    /// <summary>The signature base (section 2.5), or why it cannot be built.</summary>
    internal RequestVerdict? TryBuildBase(SignedRequest request, out string text)
    {
        var writer = new SignatureBaseWriter();
        var problem = WriteBase(ref writer, request, hostAsReceived: false);
        text = writer.ToString();
        writer.Dispose();
        return problem;
    }

    private bool TryVerify(SignedRequest request, VerificationKey key, bool hostAsReceived, out RequestVerdict? unbuildable)
    {
        var text = new SignatureBaseWriter();
        try
        {
            unbuildable = WriteBase(ref text, request, hostAsReceived);
            return unbuildable is null && key.Verify(text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    private RequestVerdict? WriteBase(ref SignatureBaseWriter text, SignedRequest request, bool hostAsReceived)
    {
        foreach (var component in input.Items!)
        {
            if (Rfc9421Components.Value(component, request, hostAsReceived) is not { } value)
            {
                return NotCovered("The signature covers a component that the request does not have.");
            }

            // A value with a line break could pretend to be two components (section 2.5).
            if (value.AsSpan().ContainsAny('\r', '\n'))
            {
                return Malformed("A covered component holds a line break.");
            }

            text.Write(component.ToString());
            text.Write(": ");
            text.Write(value);
            text.Write("\n");
        }

        text.Write("\"@signature-params\": ");
        text.Write(input.ToString());
        return null;
    }

    private RequestVerdict CheckTime(DateTimeOffset now)
    {
        if (input.Parameter("created")?.Integer is not { } created || !SignatureLifetime.TryFromUnixTime(created, out var made))
        {
            return NotCovered("Signature-Input needs created, in seconds since 1970.");
        }

        DateTimeOffset? end = null;
        if (input.Parameter("expires") is { } expires)
        {
            if (expires.Integer is not { } seconds || !SignatureLifetime.TryFromUnixTime(seconds, out var time))
            {
                return Malformed("expires is not a number of seconds since 1970.");
            }

            end = time;
        }

        // Parameters are always part of the base.
        return SignatureLifetime.Check(made, end, expiresIsSigned: true, now);
    }

    /// <summary>An alg that is not the key's is refused before verifying (section 3.2, step 6.5); HMAC never turns a public key into a secret.</summary>
    private bool Agrees(VerificationKey key) => input.Parameter("alg") switch
    {
        null => true,
        { String: "rsa-v1_5-sha256" } => key.Algorithm == KeyAlgorithm.Rsa,
        { String: "ed25519" } => key.Algorithm == KeyAlgorithm.Ed25519,
        _ => false,
    };

    private bool CoversTarget(string target)
        => Covers("@target-uri")
            || ((Covers("@authority") || Covers("host"))
                && (Covers("@request-target") || (Covers("@path") && (Covers("@query") || !target.Contains('?', StringComparison.Ordinal)))));

    /// <summary>Covered as a whole: one key of a dictionary does not count.</summary>
    private bool Covers(string name)
    {
        foreach (var component in input.Items!)
        {
            if (component.String == name && component.Parameter("key") is null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreDistinctStrings(IReadOnlyList<StructuredField> components)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in components)
        {
            if (component.String is null || !seen.Add(component.ToString()))
            {
                return false;
            }
        }

        return true;
    }

    private static StructuredField? Find(List<KeyValuePair<string, StructuredField>> members, string label)
    {
        foreach (var (key, member) in members)
        {
            if (key == label)
            {
                return member;
            }
        }

        return null;
    }

    private static RequestVerdict Malformed(string reason) => new(RequestOutcome.Malformed, reason);

    private static RequestVerdict NotCovered(string reason) => new(RequestOutcome.NotCovered, reason);
}
