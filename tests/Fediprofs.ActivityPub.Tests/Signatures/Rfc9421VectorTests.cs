using System.Text.Json;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.ActivityPub.Tests.Vectors;

namespace Fediprofs.ActivityPub.Tests.Signatures;

public class Rfc9421VectorTests
{
    private static readonly VectorFile File = new("rfc9421.json");

    public static TheoryData<string> Ids => File.Ids("vectors");

    public static TheoryData<string> Lines => File.Ids("baseStrings");

    public static TheoryData<string> ParameterLines => File.Ids("paramLines");

    public static TheoryData<int> DigestExamples => [.. Enumerable.Range(0, File["contentDigest"].GetProperty("examples").GetArrayLength())];

    public static TheoryData<int> DigestTexts => [.. Enumerable.Range(0, File["contentDigest"].GetProperty("parse").GetArrayLength())];

    [Theory, MemberData(nameof(Ids))]
    public void The_cryptography_answers_as_the_vector_says(string id)
    {
        var vector = File.Entry("vectors", id);
        var request = VectorFile.Request(vector.GetProperty("request"));
        var expected = vector.GetProperty("expect").GetProperty("signature").GetString();
        var claimed = Rfc9421Signature.TryParse(
            request.FieldValue("signature-input")!, request.FieldValue("signature"), vector.GetProperty("label").GetString(), out var problem);
        if (expected == "unparsable")
        {
            Assert.Null(claimed);
            Assert.Equal(RequestOutcome.Malformed, problem.Outcome);
            return;
        }

        Assert.NotNull(claimed);
        var verdict = RequestVerification.CheckSignature(request, claimed, File.PublicKey(vector.GetProperty("key").GetString()!));
        Assert.Equal(expected, SignatureAnswer.Of(verdict));
        if (vector.GetProperty("base") is { ValueKind: JsonValueKind.String } text)
        {
            Assert.Null(claimed.TryBuildBase(request, out var built));
            Assert.Equal(text.GetString(), built);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_digest_answers_as_the_vector_says(string id)
    {
        var vector = File.Entry("vectors", id);
        var request = VectorFile.Request(vector.GetProperty("request"));
        var outcome = Digests.CheckContentDigest(request.FieldValue("content-digest"), request);
        Assert.Equal(vector.GetProperty("expect").GetProperty("digest").GetString(), outcome.ToString().ToLowerInvariant());
    }

    [Theory, MemberData(nameof(Ids))]
    public void An_inbox_decides_as_the_vector_says(string id)
    {
        var vector = File.Entry("vectors", id);
        var request = VectorFile.Request(vector.GetProperty("request"));
        var verdict = RequestVerification.Read(request, out var problem) is { } claimed
            ? RequestVerification.Verify(request, claimed, File.PublicKey(vector.GetProperty("key").GetString()!), VectorFile.Now(vector))
            : problem;
        VectorFile.AssertAccept(vector.GetProperty("expect"), verdict.IsValid, verdict.Reason);
    }

    [Theory, MemberData(nameof(Lines))]
    public void A_component_has_the_line_that_the_vector_says(string id)
    {
        var vector = File.Entry("baseStrings", id);
        var request = VectorFile.Request(vector.GetProperty("request"));
        Assert.True(StructuredField.TryParseDictionary($"s=({vector.GetProperty("component").GetString()})", out var input));
        var component = Assert.Single(input[0].Value.Items!);
        string[] lines = [.. new[] { false, true }.Select(asReceived => $"{component}: {Rfc9421Components.Value(component, request, asReceived)}").Distinct()];

        var expected = vector.GetProperty("line");
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.Equal([expected.GetString()!], lines);
        }
        else
        {
            Assert.Equal(expected.EnumerateArray().Select(line => line.GetString()!), lines);
        }
    }

    [Theory, MemberData(nameof(ParameterLines))]
    public void The_parameters_are_written_back_as_they_came(string id)
    {
        const string prefix = "\"@signature-params\": ";
        var line = File.Entry("paramLines", id).GetProperty("line").GetString()!;
        Assert.True(StructuredField.TryParseDictionary("sig=" + line[prefix.Length..], out var input));
        Assert.Equal(line, prefix + input[0].Value);
    }

    [Theory, MemberData(nameof(DigestExamples))]
    public void A_body_has_the_digests_that_the_vector_says(int index)
    {
        var example = File["contentDigest"].GetProperty("examples")[index];
        var request = new SignedRequest("POST", "https", "salle.example", "/inbox", [], System.Text.Encoding.UTF8.GetBytes(example.GetProperty("body").GetString()!));
        var sha256 = $"sha-256=:{example.GetProperty("sha-256").GetString()}:";
        Assert.Equal(sha256, Digests.ContentDigest(request.BodySha256));
        Assert.Equal(DigestOutcome.Match, Digests.CheckContentDigest(sha256, request));
        Assert.Equal(DigestOutcome.Match, Digests.CheckContentDigest($"sha-512=:{example.GetProperty("sha-512").GetString()}:", request));
    }

    [Theory, MemberData(nameof(DigestTexts))]
    public void A_digest_is_read_or_refused_as_the_vector_says(int index)
    {
        var entry = File["contentDigest"].GetProperty("parse")[index];
        var body = System.Text.Encoding.UTF8.GetBytes("{\"hello\": \"world\"}");
        var outcome = Digests.CheckContentDigest(entry.GetProperty("value").GetString(), new("POST", "https", "salle.example", "/inbox", [], body));
        Assert.Equal(entry.GetProperty("expect").ValueKind == JsonValueKind.Array ? DigestOutcome.Match : DigestOutcome.Malformed, outcome);
    }

    [Theory]
    [InlineData("own-post-rsa-v1_5-mastodon-shape", false)]
    [InlineData("own-post-rsa-v1_5-with-alg", true)]
    [InlineData("own-post-ed25519", false)]
    [InlineData("own-get-rsa-v1_5", false)]
    public void Signing_gives_the_very_bytes_of_the_vector(string id, bool withAlgorithm)
    {
        var vector = File.Entry("vectors", id);
        var request = VectorFile.Request(vector.GetProperty("request"));
        var pair = File["keys"].GetProperty(vector.GetProperty("key").GetString()!);
        SigningKey key = pair.TryGetProperty("privateSeedHex", out var seed)
            ? Ed25519Keys.ImportPrivate(Convert.FromHexString(seed.GetString()!))
            : RsaKeys.ImportPrivatePem(pair.GetProperty("privateKeyPem").GetString()!);
        var outgoing = new OutgoingRequest(request.Method, request.Scheme, request.Host, request.Target)
        {
            BodySha256 = request.Body.Length > 0 ? request.BodySha256 : null,
        };

        var fields = Rfc9421Signer.Sign(outgoing, "https://mastodon.example/users/ada#main-key", key, VectorFile.Now(vector), withAlgorithm);
        foreach (var field in fields)
        {
            Assert.Equal(request.FieldValue(field.Name), field.Value);
        }
    }
}
