namespace Fediprofs.Federation.Sender;

/// <summary>What became of one request.</summary>
internal enum PostOutcome
{
    /// <summary>2xx.</summary>
    Taken,

    /// <summary>The host will never take this activity: 4xx, or a redirection, which no inbox needs.</summary>
    Refused,

    /// <summary>401: perhaps our key was not known yet; worth one more try.</summary>
    Unauthorized,

    /// <summary>410: nobody is there any more.</summary>
    Gone,

    /// <summary>5xx: this activity, or the host.</summary>
    Failed,

    /// <summary>The host asks for a pause: 408, 429, or 503 with Retry-After.</summary>
    Paused,

    /// <summary>No answer: no connection, no name, no certificate, or no time left.</summary>
    Unreachable,
}

/// <summary>What became of one request.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Error">In a few words, for those who run the instance.</param>
/// <param name="RetryAfter">The pause that the host asks for.</param>
internal sealed record PostVerdict(PostOutcome Outcome, string Error = "", TimeSpan? RetryAfter = null)
{
    public static PostVerdict Taken { get; } = new(PostOutcome.Taken);
}
