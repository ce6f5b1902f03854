namespace Fediprofs.ActivityPub.Signatures;

/// <summary>What came of a signature: the closed list.</summary>
public enum RequestOutcome
{
    /// <summary>Signed by the key, fresh, and everything that matters is covered.</summary>
    Valid,

    /// <summary>There is no signature at all.</summary>
    NoSignature,

    /// <summary>There is one, and it cannot be read.</summary>
    Malformed,

    /// <summary>An algorithm that we do not know, or that is not the key's.</summary>
    UnsupportedAlgorithm,

    /// <summary>Made too far in the future.</summary>
    NotYetValid,

    /// <summary>Made too long ago, or past its own expiry.</summary>
    Expired,

    /// <summary>Something that must be signed is not, or is signed and missing.</summary>
    NotCovered,

    /// <summary>The digest is covered and unreadable, or of an algorithm that we do not know.</summary>
    DigestUnusable,

    /// <summary>The body is not what was signed.</summary>
    DigestMismatch,

    /// <summary>The key did not make this signature. Worth one refresh of the actor's keys.</summary>
    WrongSignature,
}

/// <summary>An outcome with a sentence for the peer's administrator.</summary>
/// <param name="Outcome">Which of the closed list.</param>
/// <param name="Reason">One English sentence, safe to log and to send back: it holds nothing of the request but names of fields.</param>
public readonly record struct RequestVerdict(RequestOutcome Outcome, string Reason)
{
    internal static readonly RequestVerdict Valid = new(RequestOutcome.Valid, "The signature is valid.");

    /// <summary>Whether the request may be believed.</summary>
    public bool IsValid => Outcome == RequestOutcome.Valid;
}
