using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>
/// A signature after draft-cavage-http-signatures-12, as the fediverse uses it: RSA with SHA-256 (<c>rsa-sha256</c>, <c>hs2019</c> or no
/// algorithm), or an Ed25519 key under <c>hs2019</c>.
/// </summary>
public sealed class CavageSignature : ClaimedSignature
{
    // More names than any server signs; keeps a hostile list from growing a huge text.
    private const int MostHeaders = 50;
    private const string RequestTarget = "(request-target)";
    private const string Created = "(created)";
    private const string Expires = "(expires)";

    private readonly byte[] signature;
    private readonly string[] covered;
    private readonly string? created;
    private readonly string? expires;

    private CavageSignature(string keyId, byte[] signature, string? algorithm, string[] covered, string? created, string? expires)
        : base(keyId)
    {
        this.signature = signature;
        this.covered = covered;
        this.created = created;
        this.expires = expires;
        Algorithm = algorithm;
    }

    /// <inheritdoc/>
    public override SignatureScheme Scheme => SignatureScheme.Cavage;

    /// <summary>The <c>algorithm</c> parameter as written; <see langword="null"/> when absent.</summary>
    public string? Algorithm { get; }

    /// <summary>What the signature says that it covers, in order, lower case; <c>date</c> alone when it does not say (draft-cavage up to 10, and what peers mean).</summary>
    public IReadOnlyList<string> Covered => covered;

    /// <summary>
    /// Reads the value of <c>Signature</c>: <c>keyId="…",algorithm="…",headers="…",signature="…"</c>. Space around <c>=</c> and <c>,</c> and
    /// unquoted values are legal; a parameter twice is not.
    /// </summary>
    public static CavageSignature? TryParse(string header, out RequestVerdict problem)
    {
        string? keyId = null, algorithm = null, headers = null, signature = null, created = null, expires = null;
        var rest = header.AsSpan().Trim();
        while (rest.Length > 0)
        {
            if (!TryReadParameter(ref rest, out var name, out var value))
            {
                problem = Malformed("The Signature header is not a list of name=\"value\".");
                return null;
            }

            var once = name switch
            {
                "keyId" => TrySet(ref keyId, value),
                "algorithm" => TrySet(ref algorithm, value),
                "headers" => TrySet(ref headers, value),
                "signature" => TrySet(ref signature, value),
                "created" => TrySet(ref created, value),
                "expires" => TrySet(ref expires, value),
                _ => true,
            };
            if (!once)
            {
                problem = Malformed("A parameter stands twice in the Signature header; send one signature.");
                return null;
            }
        }

        if (keyId is null or "" || signature is null)
        {
            problem = Malformed("The Signature header needs keyId and signature.");
            return null;
        }

        var bytes = new byte[(signature.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(signature, bytes, out var length) || length == 0)
        {
            problem = Malformed("The signature is not base64.");
            return null;
        }

        if (!TrySplit(headers, out var covered))
        {
            problem = Malformed("The headers parameter is not a list of at most 50 header names.");
            return null;
        }

        problem = RequestVerdict.Valid;
        return new CavageSignature(keyId, bytes[..length], algorithm, covered, created, expires);
    }

    internal override RequestVerdict CheckPolicy(SignedRequest request, DateTimeOffset now)
    {
        if (CheckTime(request, now) is { IsValid: false } late)
        {
            return late;
        }

        if (!Covers(RequestTarget))
        {
            return NotCovered("The signature must cover (request-target).");
        }

        if (!request.CarriesContent)
        {
            return Covers("host") ? RequestVerdict.Valid : NotCovered("The signature must cover host.");
        }

        return Covers("digest")
            ? Digests.Verdict(Digests.CheckDigest(request.FieldValue("digest"), request), "Digest")
            : NotCovered("The signature must cover digest.");
    }

    internal override RequestVerdict CheckSignature(SignedRequest request, VerificationKey key)
    {
        if (!Agrees(key))
        {
            return new(RequestOutcome.UnsupportedAlgorithm, "The algorithm is unknown or not the key's: use rsa-sha256 or hs2019.");
        }

        if (TryVerify(request, request.Target, key, out var unbuildable))
        {
            return RequestVerdict.Valid;
        }

        if (unbuildable is { } missing)
        {
            return missing;
        }

        // Some peers leave the query string out of (request-target); Mastodon and GoToSocial try both forms too.
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0 && Covers(RequestTarget) && TryVerify(request, request.Target.AsSpan(0, query), key, out _))
        {
            return RequestVerdict.Valid;
        }

        return new(RequestOutcome.WrongSignature, "The signature was not made by the key that keyId names over this request.");
    }

    /// <summary>The text that is signed (section 2.3), or why it cannot be built.</summary>
    internal RequestVerdict? TryBuildBase(SignedRequest request, out string text)
    {
        var writer = new SignatureBaseWriter();
        var problem = WriteBase(ref writer, request, request.Target);
        text = writer.ToString();
        writer.Dispose();
        return problem;
    }

    private bool TryVerify(SignedRequest request, ReadOnlySpan<char> target, VerificationKey key, out RequestVerdict? unbuildable)
    {
        var text = new SignatureBaseWriter();
        try
        {
            unbuildable = WriteBase(ref text, request, target);
            return unbuildable is null && key.Verify(text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    private RequestVerdict? WriteBase(ref SignatureBaseWriter text, SignedRequest request, ReadOnlySpan<char> target)
    {
        for (var i = 0; i < covered.Length; i++)
        {
            if (i > 0)
            {
                text.Write("\n");
            }

            var name = covered[i];
            text.Write(name);
            text.Write(": ");
            switch (name)
            {
                case RequestTarget:
                    text.Write(LowerCase(request.Method));
                    text.Write(" ");
                    text.Write(target);
                    break;
                case Created or Expires when IsRsaSha256:
                    // Section 2.3, steps 2 and 3.
                    return Malformed($"{name} must not be covered with rsa-sha256: use hs2019.");
                case Created or Expires:
                    if ((name == Created ? created : expires) is not { } time)
                    {
                        return NotCovered($"The signature covers {name}, which is absent.");
                    }

                    text.Write(time);
                    break;
                default:
                    if (request.FieldValue(name) is not { } value)
                    {
                        return NotCovered($"The signature covers {name}, which is absent.");
                    }

                    // Two lines in one value could pretend to be two headers.
                    if (value.AsSpan().ContainsAny('\r', '\n'))
                    {
                        return Malformed("A covered header holds a line break.");
                    }

                    text.Write(value);
                    break;
            }
        }

        return null;
    }

    private RequestVerdict CheckTime(SignedRequest request, DateTimeOffset now)
    {
        DateTimeOffset made;
        if (Covers(Created) && created is not null)
        {
            if (!SignatureLifetime.TryReadUnixTime(created, out made))
            {
                return Malformed("created is not a number of seconds since 1970.");
            }
        }
        else if (Covers("date") && request.FieldValue("date") is { } date)
        {
            if (!HttpDate.TryRead(date, out made))
            {
                return Malformed("Date is not an HTTP date.");
            }
        }
        else
        {
            return NotCovered("The signature must cover date or (created), and it must be there.");
        }

        DateTimeOffset? end = null;
        if (expires is not null)
        {
            if (!SignatureLifetime.TryReadUnixTime(expires, out var time))
            {
                return Malformed("expires is not a number of seconds since 1970.");
            }

            end = time;
        }

        return SignatureLifetime.Check(made, end, expiresIsSigned: Covers(Expires), now);
    }

    private bool IsRsaSha256 => "rsa-sha256".Equals(Algorithm, StringComparison.OrdinalIgnoreCase);

    /// <summary>With <c>hs2019</c>, or nothing said, the key decides.</summary>
    private bool Agrees(VerificationKey key)
        => Algorithm is null or "" || "hs2019".Equals(Algorithm, StringComparison.OrdinalIgnoreCase)
            || (IsRsaSha256 && key.Algorithm == KeyAlgorithm.Rsa);

    private bool Covers(string name) => Array.IndexOf(covered, name) >= 0;

    private static bool TrySet(ref string? place, ReadOnlySpan<char> value)
    {
        if (place is not null)
        {
            return false;
        }

        place = value.ToString();
        return true;
    }

    private static bool TryReadParameter(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        var equals = rest.IndexOf('=');
        if (equals <= 0)
        {
            return false;
        }

        name = rest[..equals].Trim();
        rest = rest[(equals + 1)..].TrimStart();
        if (name.IsEmpty || name.ContainsAny(' ', '"', ','))
        {
            return false;
        }

        if (rest is ['"', ..])
        {
            var close = rest[1..].IndexOf('"');
            if (close < 0)
            {
                return false;
            }

            // No value that we use can hold an escaped character.
            value = rest.Slice(1, close);
            rest = rest[(close + 2)..].TrimStart();
        }
        else
        {
            var comma = rest.IndexOf(',');
            var end = comma < 0 ? rest.Length : comma;
            value = rest[..end].TrimEnd();
            rest = rest[end..];
            if (value.ContainsAny(' ', '"'))
            {
                return false;
            }
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] != ',')
        {
            return false;
        }

        rest = rest[1..].TrimStart();
        return true;
    }

    private static bool TrySplit(string? headers, out string[] covered)
    {
        covered = ["date"];
        if (headers is null)
        {
            return true;
        }

        var names = new string[headers.AsSpan().Count(' ') + 1];
        var count = 0;
        foreach (var range in headers.AsSpan().Split(' '))
        {
            var name = headers.AsSpan(range);
            if (name.IsEmpty)
            {
                continue;
            }

            if (count == MostHeaders || name.ContainsAnyExcept(NameCharacters))
            {
                return false;
            }

            names[count++] = Intern(name);
        }

        covered = count == names.Length ? names : names[..count];
        return count > 0;
    }

    /// <summary>The usual names without allocating.</summary>
    private static string Intern(ReadOnlySpan<char> name) => name switch
    {
        RequestTarget => RequestTarget,
        "host" => "host",
        "date" => "date",
        "digest" => "digest",
        "content-type" => "content-type",
        "content-length" => "content-length",
        Created => Created,
        Expires => Expires,
        _ => name.ToString().ToLowerInvariant(),
    };

    private static string LowerCase(string method) => method switch
    {
        "POST" => "post",
        "GET" => "get",
        _ => method.ToLowerInvariant(),
    };

    private static readonly System.Buffers.SearchValues<char> NameCharacters
        = System.Buffers.SearchValues.Create("()!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static RequestVerdict Malformed(string reason) => new(RequestOutcome.Malformed, reason);

    private static RequestVerdict NotCovered(string reason) => new(RequestOutcome.NotCovered, reason);
}
