using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Proofs;
using Fediprofs.ActivityPub.Tests.Vectors;

namespace Fediprofs.ActivityPub.Tests.Proofs;

public class IntegrityProofVectorTests
{
    private static readonly VectorFile File = new("fep-8b32.json");

    private static readonly Ed25519SigningKey PrivateKey
        = Ed25519Keys.ImportPrivate(Convert.FromHexString(File["keys"].GetProperty("secretSeedHex").GetString()!));

    public static TheoryData<string> Ids => File.Ids("proofs");

    [Theory, MemberData(nameof(Ids))]
    public void The_canonical_forms_and_hashes_are_those_of_the_vector(string id)
    {
        var vector = File.Entry("proofs", id);
        var document = Received(vector);
        var proof = document.GetProperty("proof");
        Assert.Equal(vector.GetProperty("canonicalDocument").GetString(), Encoding.UTF8.GetString(IntegrityProof.CanonicalDocument(document)));
        Assert.Equal(vector.GetProperty("canonicalProofOptions").GetString(), Encoding.UTF8.GetString(IntegrityProof.CanonicalOptions(proof)));
        Assert.Equal(vector.GetProperty("hashData").GetString(), Convert.ToHexStringLower(IntegrityProof.HashData(document, proof)));
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_cryptography_answers_as_the_vector_says(string id)
    {
        var vector = File.Entry("proofs", id);
        var document = Received(vector);
        var valid = IntegrityProof.CheckSignature(document, document.GetProperty("proof"), Key(vector));
        Assert.Equal(vector.GetProperty("expect").GetProperty("signature").GetString() == "valid", valid);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_server_decides_as_the_vector_says(string id)
    {
        var vector = File.Entry("proofs", id);
        var document = Received(vector);
        var method = document.GetProperty("proof").GetProperty("verificationMethod").GetString()!;
        var outcome = IntegrityProof.Verify(document, Key(vector), method[..method.IndexOf('#', StringComparison.Ordinal)], VectorFile.Now(vector));
        VectorFile.AssertAccept(vector.GetProperty("expect"), outcome == ProofOutcome.Valid, outcome.ToString());
    }

    [Theory]
    [InlineData("own-create-french")]
    [InlineData("mastodon-data-integrity-v2")]
    [InlineData("own-nested-outer")]
    public void Signing_gives_the_very_proof_of_the_vector(string id)
    {
        var secured = File.Entry("proofs", id).GetProperty("secured");
        var expected = secured.GetProperty("proof");
        var bare = JsonNode.Parse(secured.GetRawText())!.AsObject();
        bare.Remove("proof");
        var proof = IntegrityProof.Create(
            JsonSerializer.SerializeToElement(bare), expected.GetProperty("verificationMethod").GetString()!, PrivateKey, expected.GetProperty("created").GetDateTimeOffset());
        Assert.True(JsonElement.DeepEquals(expected, JsonSerializer.SerializeToElement(proof)));
    }

    [Fact]
    public void The_key_to_look_up_is_known_before_anything_is_checked()
        => Assert.Equal("https://salle.example/users/ines#ed25519-key", IntegrityProof.VerificationMethod(File.Entry("proofs", "own-create-french").GetProperty("secured")));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"proof\":1}")]
    [InlineData("{\"proof\":[]}")]
    [InlineData("{\"proof\":{\"type\":\"DataIntegrityProof\"}}")]
    public void A_document_without_a_proof_is_told_so(string json)
        => Assert.Equal(ProofOutcome.NoProof, IntegrityProof.Verify(JsonDocument.Parse(json).RootElement, PrivateKey.PublicKey, "https://a.example/1", default));

    /// <summary>What came over the wire, where it is more than what was signed.</summary>
    private static JsonElement Received(JsonElement vector) => vector.TryGetProperty("received", out var received) ? received : vector.GetProperty("secured");

    private static VerificationKey Key(JsonElement vector)
    {
        Assert.True(Multikey.TryDecode(vector.GetProperty("publicKeyMultibase").GetString(), out var key));
        return key;
    }
}
