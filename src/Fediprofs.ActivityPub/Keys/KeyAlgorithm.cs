namespace Fediprofs.ActivityPub.Keys;

/// <summary>The two kinds of keys with which servers of the fediverse sign. The numbers are fit for storing.</summary>
public enum KeyAlgorithm
{
    /// <summary>RSA with PKCS#1 v1.5 padding and SHA-256: what every server understands.</summary>
    Rsa = 1,

    /// <summary>Ed25519 (RFC 8032): FEP-521a, FEP-8b32 and RFC 9421.</summary>
    Ed25519 = 2,
}
