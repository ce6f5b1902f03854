using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.ActivityPub.Signatures;

/// <summary>The two ways in which a request can be signed.</summary>
public enum SignatureScheme
{
    /// <summary>draft-cavage-http-signatures-12: one <c>Signature</c> header with parameters.</summary>
    Cavage,

    /// <summary>RFC 9421: <c>Signature-Input</c> and <c>Signature</c>.</summary>
    Rfc9421,
}

/// <summary>A signature that was read and not yet believed: it says by which key it claims to be made.</summary>
public abstract class ClaimedSignature
{
    private protected ClaimedSignature(string keyId) => KeyId = keyId;

    /// <summary>How it is written.</summary>
    public abstract SignatureScheme Scheme { get; }

    /// <summary>The URL of the key, as the peer wrote it.</summary>
    public string KeyId { get; }

    /// <summary>Whether the time is right, enough is covered, and the digest fits the body. Needs no key.</summary>
    internal abstract RequestVerdict CheckPolicy(SignedRequest request, DateTimeOffset now);

    /// <summary>Cryptography alone.</summary>
    internal abstract RequestVerdict CheckSignature(SignedRequest request, VerificationKey key);
}
