using System.Text;
using CsCheck;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;

namespace Fediprofs.ActivityPub.Tests.Signatures;

public class RequestVerificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 15, 30, TimeSpan.Zero);
    private static readonly RsaSigningKey Rsa = RsaKeys.Generate();
    private static readonly Ed25519SigningKey Ed25519 = Ed25519Keys.Generate();
    private const string KeyId = "https://mastodon.example/users/ada#main-key";

    private static readonly Gen<(string Method, string Target, byte[] Body)> AnyRequest = Gen.Select(
        Gen.OneOf("GET", "POST"),
        Gen.OneOf("/inbox", "/users/ines/inbox?x=1&y=%20z", "/", "/@ines?page=true"),
        Gen.Byte.Array[1, 300],
        (method, target, body) => (method, target, method == "GET" ? [] : body));

    [Fact]
    public void What_we_sign_verifies_in_both_schemes_with_both_keys()
        => Gen.Select(AnyRequest, Gen.Bool, Gen.Bool).Sample((request, rfc9421, ed25519) =>
        {
            SigningKey key = ed25519 ? Ed25519 : Rsa;
            var signed = Sign(request, key, rfc9421);
            var verdict = Verify(signed, key.PublicKey, Now);
            Assert.True(verdict.IsValid, verdict.Reason);
        }, iter: 200);

    [Fact]
    public void Any_byte_changed_in_what_is_covered_is_refused()
        => Gen.Select(AnyRequest, Gen.Bool, Gen.Bool, Gen.Int[0, 1_000_000], Gen.Int[1, 127]).Sample((request, rfc9421, ed25519, at, flip) =>
        {
            SigningKey key = ed25519 ? Ed25519 : Rsa;
            var signed = Sign(request, key, rfc9421);
            foreach (var mutated in Mutations(signed, at, flip))
            {
                Assert.False(Verify(mutated, key.PublicKey, Now).IsValid);
            }
        }, iter: 200);

    [Fact]
    public void Any_text_as_a_signature_is_refused_without_an_exception()
        => Gen.Select(Gen.String[Gen.OneOf(Gen.Char[" \"=,;:()keyId@-*?0189az"], Gen.Char), 0, 120], Gen.Bool).Sample((text, rfc9421) =>
        {
            HttpField[] fields = rfc9421
                ? [new("Signature-Input", $"sig1={text}"), new("Signature", "sig1=:AAAA:")]
                : [new("Signature", $"keyId=\"k\",signature=\"AAAA\",{text}"), new("Date", "Mon, 02 Mar 2026 08:15:30 GMT")];
            Assert.False(Verify(new("POST", "https", "salle.example", "/inbox", fields, "x"u8.ToArray()), Ed25519.PublicKey, Now).IsValid);
        }, iter: 3_000);

    [Theory]
    [InlineData(-66, RequestOutcome.Expired)]
    [InlineData(-64, RequestOutcome.Valid)]
    [InlineData(59, RequestOutcome.Valid)]
    [InlineData(61, RequestOutcome.NotYetValid)]
    public void A_signature_is_good_for_five_minutes_and_an_hour_of_skew(int minutes, RequestOutcome expected)
    {
        foreach (var rfc9421 in new[] { false, true })
        {
            var signed = Sign(("POST", "/inbox", "{}"u8.ToArray()), Rsa, rfc9421);
            Assert.Equal(expected, Verify(signed, Rsa.PublicKey, Now.AddMinutes(-minutes)).Outcome);
        }
    }

    [Theory]
    [InlineData(11, 11, true)]
    [InlineData(20, 14, false)]
    [InlineData(11, 13, false)]
    public void An_expiry_counts_up_to_twelve_hours(int expiresAfterHours, int checkedAfterHours, bool accepted)
    {
        var created = Now.ToUnixTimeSeconds();
        var request = SignCavageBy(Ed25519, $"created={created},expires={created + (expiresAfterHours * 3600)}",
            "(request-target) (created) (expires) host", $"(request-target): get /\n(created): {created}\n(expires): {created + (expiresAfterHours * 3600)}\nhost: salle.example");
        Assert.Equal(accepted, Verify(request, Ed25519.PublicKey, Now.AddHours(checkedAfterHours)).IsValid);
    }

    [Fact]
    public void An_expiry_that_is_not_signed_never_lengthens()
    {
        var created = Now.ToUnixTimeSeconds();
        var request = SignCavageBy(Ed25519, $"created={created},expires={created + 36_000}",
            "(request-target) (created) host", $"(request-target): get /\n(created): {created}\nhost: salle.example");
        Assert.True(Verify(request, Ed25519.PublicKey, Now).IsValid);
        Assert.Equal(RequestOutcome.Expired, Verify(request, Ed25519.PublicKey, Now.AddHours(2)).Outcome);
    }

    [Fact]
    public void Created_under_rsa_sha256_is_refused()
    {
        var created = Now.ToUnixTimeSeconds();
        var text = $"(request-target): get /\n(created): {created}\nhost: salle.example";
        var request = SignCavageBy(Rsa, $"created={created},algorithm=\"rsa-sha256\"", "(request-target) (created) host", text);
        Assert.Equal(RequestOutcome.Malformed, Verify(request, Rsa.PublicKey, Now).Outcome);
        var hs2019 = SignCavageBy(Rsa, $"created={created},algorithm=\"hs2019\"", "(request-target) (created) host", text);
        Assert.True(Verify(hs2019, Rsa.PublicKey, Now).IsValid);
    }

    [Fact]
    public void An_authorization_header_is_read_like_a_signature_header()
    {
        var signed = Sign(("GET", "/users/ines", []), Rsa, rfc9421: false);
        var moved = With(signed, fields: [.. signed.Fields.Select(f => f.Name == "Signature" ? new HttpField("Authorization", "Signature " + f.Value) : f)]);
        Assert.True(Verify(moved, Rsa.PublicKey, Now).IsValid);
    }

    [Fact]
    public void Two_cavage_signatures_are_refused()
    {
        var signed = Sign(("GET", "/users/ines", []), Rsa, rfc9421: false);
        var twice = With(signed, fields: [.. signed.Fields, signed.Fields.Single(f => f.Name == "Signature")]);
        Assert.Equal(RequestOutcome.Malformed, Verify(twice, Rsa.PublicKey, Now).Outcome);
    }

    [Fact]
    public void Two_rfc_9421_signatures_are_refused()
    {
        var signed = Sign(("GET", "/users/ines", []), Rsa, rfc9421: true);
        var twice = With(signed, fields: [.. signed.Fields.Select(f => new HttpField(f.Name, f.Name.StartsWith("Sig", StringComparison.Ordinal) ? $"{f.Value}, {f.Value.Replace("sig1", "sig2", StringComparison.Ordinal)}" : f.Value))]);
        Assert.Equal(RequestOutcome.Malformed, Verify(twice, Rsa.PublicKey, Now).Outcome);
    }

    [Fact]
    public void A_request_without_a_signature_is_told_so()
        => Assert.Equal(RequestOutcome.NoSignature, Verify(new("POST", "https", "salle.example", "/inbox", [], "{}"u8.ToArray()), Rsa.PublicKey, Now).Outcome);

    [Fact]
    public void The_claimed_key_is_known_before_anything_is_checked()
    {
        foreach (var rfc9421 in new[] { false, true })
        {
            var claimed = RequestVerification.Read(Sign(("POST", "/inbox", "{}"u8.ToArray()), Rsa, rfc9421), out _);
            Assert.Equal(KeyId, claimed?.KeyId);
            Assert.Equal(rfc9421 ? SignatureScheme.Rfc9421 : SignatureScheme.Cavage, claimed?.Scheme);
        }
    }

    [Fact]
    public void A_line_break_in_a_covered_value_is_refused()
    {
        // Two covered lines in one value would make the same text.
        var text = "(request-target): get /\nhost: salle.example\ndate: Mon, 02 Mar 2026 08:15:30 GMT\nx-a: 1\nx-b: 2";
        var signed = SignCavageBy(Ed25519, "algorithm=\"hs2019\"", "(request-target) host date x-a", text);
        var request = With(signed, fields: [.. signed.Fields, new("Date", "Mon, 02 Mar 2026 08:15:30 GMT"), new("X-A", "1\nx-b: 2")]);
        Assert.Equal(RequestOutcome.Malformed, Verify(request, Ed25519.PublicKey, Now).Outcome);
    }

    [Fact]
    public void A_huge_list_of_covered_headers_is_refused()
    {
        var header = $"keyId=\"k\",headers=\"{string.Join(' ', Enumerable.Repeat("cookie", 5_000))}\",signature=\"AAAA\"";
        Assert.Null(CavageSignature.TryParse(header, out var problem));
        Assert.Equal(RequestOutcome.Malformed, problem.Outcome);
    }

    [Theory]
    [InlineData("Digest", "SHA-512=AAAA,SHA-256={0}", DigestOutcome.Match)]
    [InlineData("Digest", "SHA-512=AAAA", DigestOutcome.Unsupported)]
    [InlineData("Digest", "SHA-256={0},SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", DigestOutcome.Mismatch)]
    [InlineData("Digest", "SHA-256=AAAA", DigestOutcome.Malformed)]
    [InlineData("Digest", "", DigestOutcome.Malformed)]
    [InlineData("Content-Digest", "md5=:AAAA:, sha-256=:{0}:", DigestOutcome.Match)]
    [InlineData("Content-Digest", "md5=:AAAA:", DigestOutcome.Unsupported)]
    public void Several_digests_are_weighed_together(string field, string format, DigestOutcome expected)
    {
        var request = new SignedRequest("POST", "https", "salle.example", "/inbox", [], "{}"u8.ToArray());
        var value = format.Replace("{0}", Convert.ToBase64String(request.BodySha256), StringComparison.Ordinal);
        Assert.Equal(expected, field == "Digest" ? Digests.CheckDigest(value, request) : Digests.CheckContentDigest(value, request));
    }

    [Theory]
    [InlineData("\"@query-param\";name=\"a%20b\"", "/x?a+b=c%2Bd+e", "c%2Bd%20e")]
    [InlineData("\"@query-param\";name=\"a\"", "/x?a=1&a=2", null)]
    [InlineData("\"@query-param\";name=\"b\"", "/x?a=1", null)]
    [InlineData("\"@query\"", "/x", "?")]
    [InlineData("\"@path\"", "/x?y", "/x")]
    [InlineData("\"@request-target\"", "/x?y", "/x?y")]
    [InlineData("\"x-liste\";bs", "/", ":YQ==:, :Yg==:")]
    [InlineData("\"x-liste\"", "/", "a, b")]
    [InlineData("\"content-digest\";key=\"sha-256\"", "/", ":AAAA:")]
    [InlineData("\"content-digest\";sf", "/", "sha-256=:AAAA:, sha-512=:BBBB:")]
    [InlineData("\"@method\";req", "/", null)]
    [InlineData("\"@status\"", "/", null)]
    [InlineData("\"X-Liste\"", "/", null)]
    public void A_component_has_its_value_or_none(string identifier, string target, string? expected)
    {
        var request = new SignedRequest("GET", "https", "salle.example", target,
            [new("X-Liste", " a"), new("X-Liste", "b "), new("Content-Digest", "sha-256=:AAAA:,  sha-512=:BBBB:")], default);
        Assert.True(StructuredField.TryParseDictionary($"s=({identifier})", out var input));
        Assert.Equal(expected, Rfc9421Components.Value(input[0].Value.Items![0], request, hostAsReceived: false));
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void All_three_forms_of_a_date_are_read(string text)
    {
        Assert.True(HttpDate.TryRead(text, out var time));
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), time);
    }

    [Fact]
    public void An_outgoing_request_names_the_host_with_a_port_only_where_it_is_unusual()
    {
        Assert.Equal("salle.example", OutgoingRequest.To("GET", new Uri("https://Salle.Example:443/x?y=%20z")).Host);
        Assert.Equal("salle.example:8443", OutgoingRequest.To("GET", new Uri("https://salle.example:8443/")).Host);
        Assert.Equal("[::1]:5001", OutgoingRequest.To("GET", new Uri("http://[::1]:5001/")).Host);
        Assert.Equal("/x?y=%20z", OutgoingRequest.To("GET", new Uri("https://salle.example/x?y=%20z")).Target);
    }

    private static IEnumerable<SignedRequest> Mutations(SignedRequest signed, int at, int flip)
    {
        yield return With(signed, method: signed.Method == "GET" ? "POST" : "GET");
        yield return With(signed, host: "autre.example");
        yield return With(signed, target: signed.Target + "2");
        if (signed.Body.Length > 0)
        {
            var body = signed.Body.ToArray();
            body[at % body.Length] ^= (byte)flip;
            yield return With(signed, body: body);
        }

        for (var i = 0; i < signed.Fields.Count; i++)
        {
            var field = signed.Fields[i];
            if (field.Name is "Signature" or "Signature-Input" or "Host")
            {
                continue;
            }

            var text = field.Value.ToCharArray();
            text[at % text.Length] = (char)(text[at % text.Length] ^ flip);
            var fields = signed.Fields.ToArray();
            fields[i] = field with { Value = new string(text) };

            // A change of white space at the ends is none.
            if (fields[i].Value.Trim() != field.Value)
            {
                yield return With(signed, fields: fields);
            }
        }
    }

    private static SignedRequest Sign((string Method, string Target, byte[] Body) request, SigningKey key, bool rfc9421)
    {
        var hasBody = request.Body.Length > 0;
        var outgoing = new OutgoingRequest(request.Method, "https", "salle.example", request.Target)
        {
            BodySha256 = hasBody ? System.Security.Cryptography.SHA256.HashData(request.Body) : null,
            ContentType = hasBody && !rfc9421 ? "application/activity+json" : null,
        };
        var added = rfc9421 ? Rfc9421Signer.Sign(outgoing, KeyId, key, Now) : CavageSigner.Sign(outgoing, KeyId, key, Now);
        HttpField[] fields = [new("Host", "salle.example"), .. added];
        if (outgoing.ContentType is { } contentType)
        {
            fields = [.. fields, new("Content-Type", contentType)];
        }

        return new(request.Method, "https", "salle.example", request.Target, fields, request.Body);
    }

    private static SignedRequest SignCavageBy(SigningKey key, string parameters, string headers, string text)
    {
        var signature = Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(text)));
        return new("GET", "https", "salle.example", "/", [new("Signature", $"keyId=\"{KeyId}\",{parameters},headers=\"{headers}\",signature=\"{signature}\"")], default);
    }

    private static SignedRequest With(SignedRequest of, string? method = null, string? host = null, string? target = null, IReadOnlyList<HttpField>? fields = null, byte[]? body = null)
        => new(method ?? of.Method, of.Scheme, host ?? of.Host, target ?? of.Target, fields ?? of.Fields, body ?? of.Body);

    private static RequestVerdict Verify(SignedRequest request, VerificationKey key, DateTimeOffset now)
        => RequestVerification.Read(request, out var problem) is { } claimed ? RequestVerification.Verify(request, claimed, key, now) : problem;
}
