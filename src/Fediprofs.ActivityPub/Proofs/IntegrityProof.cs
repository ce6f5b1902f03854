using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Proofs;

/// <summary>What came of an integrity proof: the closed list.</summary>
public enum ProofOutcome
{
    /// <summary>The document is what its owner signed.</summary>
    Valid,

    /// <summary>There is no proof that we can read: none, another cryptosuite, a shape that FEP-8b32 does not have.</summary>
    NoProof,

    /// <summary>The purpose is not <c>assertionMethod</c>.</summary>
    WrongPurpose,

    /// <summary><c>expires</c> has passed.</summary>
    Expired,

    /// <summary>The proof's <c>@context</c> is not the document's.</summary>
    WrongContext,

    /// <summary>The key belongs to somebody else than the actor of the document.</summary>
    WrongOwner,

    /// <summary>The key did not make this proof over this document.</summary>
    WrongSignature,
}

/// <summary>
/// Object integrity proofs (FEP-8b32; W3C Data Integrity EdDSA Cryptosuites, <c>eddsa-jcs-2022</c>): SHA-256 of the canonical proof options
/// and of the canonical document, signed with Ed25519.
/// </summary>
public static class IntegrityProof
{
    private const string Type = "DataIntegrityProof";
    private const string Cryptosuite = "eddsa-jcs-2022";
    private const string Purpose = "assertionMethod";

    /// <summary>
    /// The key that the document's proof names (<c>verificationMethod</c>), to look up before <see cref="Verify"/>;
    /// <see langword="null"/> without a proof of this cryptosuite.
    /// </summary>
    public static string? VerificationMethod(JsonElement document)
        => TryFind(document, out var proof) ? Text(proof, "verificationMethod") : null;

    /// <summary>
    /// Checks the outermost proof of <paramref name="document"/>. An LD <c>signature</c> beside it is left out first
    /// (FEP-8b32, "Backward compatibility").
    /// </summary>
    /// <param name="document">The object as received, with its <c>proof</c>.</param>
    /// <param name="key">The key that <see cref="VerificationMethod"/> names.</param>
    /// <param name="controller">The actor whose document vouches for the key.</param>
    /// <param name="now">The clock.</param>
    public static ProofOutcome Verify(JsonElement document, VerificationKey key, string controller, DateTimeOffset now)
    {
        if (!TryFind(document, out var proof))
        {
            return ProofOutcome.NoProof;
        }

        if (Text(proof, "proofPurpose") != Purpose)
        {
            return ProofOutcome.WrongPurpose;
        }

        if (!HasReadableTimes(proof, out var expires))
        {
            return ProofOutcome.NoProof;
        }

        if (expires <= now)
        {
            return ProofOutcome.Expired;
        }

        if (!ContextsAgree(document, proof))
        {
            return ProofOutcome.WrongContext;
        }

        if (Owner(document) != controller)
        {
            return ProofOutcome.WrongOwner;
        }

        return CheckSignature(document, proof, key) ? ProofOutcome.Valid : ProofOutcome.WrongSignature;
    }

    /// <summary>
    /// The proof to put under <c>proof</c> of <paramref name="document"/>, whose <c>@context</c> must already be final
    /// (it should name <c>https://w3id.org/security/data-integrity/v2</c>).
    /// </summary>
    /// <param name="document">The object, without a proof.</param>
    /// <param name="verificationMethod">The id of the key.</param>
    /// <param name="key">The private key.</param>
    /// <param name="created">The clock.</param>
    public static JsonObject Create(JsonElement document, string verificationMethod, Ed25519SigningKey key, DateTimeOffset created)
    {
        var proof = new JsonObject();
        if (document.TryGetProperty("@context", out var context))
        {
            proof["@context"] = JsonNode.Parse(context.GetRawText());
        }

        proof["type"] = Type;
        proof["cryptosuite"] = Cryptosuite;
        proof["verificationMethod"] = verificationMethod;
        proof["proofPurpose"] = Purpose;
        proof["created"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        using var options = JsonDocument.Parse(proof.ToJsonString());
        proof["proofValue"] = Multibase.Encode(key.Sign(HashData(document, options.RootElement)));
        return proof;
    }

    /// <summary>What is signed (vc-di-eddsa section 3.3.4): 64 bytes, the proof options' hash first.</summary>
    internal static byte[] HashData(JsonElement document, JsonElement proof)
        => [.. SHA256.HashData(CanonicalOptions(proof)), .. SHA256.HashData(CanonicalDocument(document))];

    internal static byte[] CanonicalDocument(JsonElement document) => Jcs.CanonicalizeWithout(document, "proof", "signature");

    internal static byte[] CanonicalOptions(JsonElement proof) => Jcs.CanonicalizeWithout(proof, "proofValue");

    /// <summary>Cryptography alone.</summary>
    internal static bool CheckSignature(JsonElement document, JsonElement proof, VerificationKey key)
    {
        if (key.Algorithm != KeyAlgorithm.Ed25519 || !Multibase.TryDecode(Text(proof, "proofValue"), out var signature))
        {
            return false;
        }

        try
        {
            return key.Verify(HashData(document, proof), signature);
        }
        catch (FormatException)
        {
            // Without a canonical form there is nothing that could have been signed.
            return false;
        }
    }

    /// <summary>The proof, or the first of a set that is of our cryptosuite; never one of another suite tried as ours.</summary>
    internal static bool TryFind(JsonElement document, out JsonElement proof)
    {
        proof = default;
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("proof", out var found))
        {
            return false;
        }

        if (found.ValueKind != JsonValueKind.Array)
        {
            proof = found;
            return IsOurs(found);
        }

        foreach (var one in found.EnumerateArray())
        {
            if (IsOurs(one))
            {
                proof = one;
                return true;
            }
        }

        return false;
    }

    private static bool IsOurs(JsonElement proof)
        => proof.ValueKind == JsonValueKind.Object && Text(proof, "type") == Type && Text(proof, "cryptosuite") == Cryptosuite;

    /// <summary>The proof's context equals the document's, or is its beginning (vc-di-eddsa section 3.3.2).</summary>
    private static bool ContextsAgree(JsonElement document, JsonElement proof)
    {
        if (!proof.TryGetProperty("@context", out var ofProof))
        {
            return true;
        }

        if (!document.TryGetProperty("@context", out var ofDocument))
        {
            return false;
        }

        if (ofProof.ValueKind != JsonValueKind.Array || ofDocument.ValueKind != JsonValueKind.Array)
        {
            return JsonElement.DeepEquals(ofProof, ofDocument);
        }

        var length = ofProof.GetArrayLength();
        if (length > ofDocument.GetArrayLength())
        {
            return false;
        }

        for (var i = 0; i < length; i++)
        {
            if (!JsonElement.DeepEquals(ofProof[i], ofDocument[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Who must have signed: the actor of an activity, the author of an object, an actor for itself.</summary>
    private static string? Owner(JsonElement document)
    {
        foreach (var name in (ReadOnlySpan<string>)["actor", "attributedTo"])
        {
            if (document.TryGetProperty(name, out var owner))
            {
                return owner.ValueKind switch
                {
                    JsonValueKind.String => Text(document, name),
                    JsonValueKind.Object => Text(owner, "id"),
                    _ => null,
                };
            }
        }

        return Text(document, "id");
    }

    /// <summary>Both times are optional; one that is there must be readable.</summary>
    private static bool HasReadableTimes(JsonElement proof, out DateTimeOffset expires)
    {
        expires = DateTimeOffset.MaxValue;
        return (!proof.TryGetProperty("created", out _) || TryReadTime(proof, "created", out _))
            && (!proof.TryGetProperty("expires", out _) || TryReadTime(proof, "expires", out expires));
    }

    private static bool TryReadTime(JsonElement proof, string name, out DateTimeOffset time)
        => DateTimeOffset.TryParse(Text(proof, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
