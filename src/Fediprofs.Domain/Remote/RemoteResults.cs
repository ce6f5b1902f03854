namespace Fediprofs.Domain.Remote;

/// <summary>Why a request was not made, or its answer not taken: asking again would not help.</summary>
public enum RemoteRefusal
{
    /// <summary>No absolute http(s) address, or one with a password in it.</summary>
    Url,

    /// <summary>Plain HTTP outside development, or a redirect from HTTPS to it.</summary>
    Plaintext,

    /// <summary>The host has no public unicast address.</summary>
    Address,

    /// <summary>More redirects than are followed, or one that leads nowhere.</summary>
    Redirects,

    /// <summary>The answer has not the media type asked for.</summary>
    MediaType,

    /// <summary>The answer is larger than is read.</summary>
    TooLarge,

    /// <summary>The host refuses (a 4xx other than 404, 408, 410 and 429), or answers what we do not understand.</summary>
    Status,
}

/// <summary>What came of a fetch; one of the five below.</summary>
public abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>The document.</summary>
    /// <param name="Bytes">Body, decompressed, at most <see cref="RemoteOptions.MaxResponseBytes"/>.</param>
    /// <param name="FinalUrl">Address that it came from after redirects, without a fragment. Who trusts it compares it with the document's id.</param>
    /// <param name="ContentType">Media type as sent, with parameters.</param>
    public sealed record Document(ReadOnlyMemory<byte> Bytes, string FinalUrl, string ContentType) : FetchResult;

    /// <summary>410: it was there and never will be again.</summary>
    public sealed record Gone : FetchResult;

    /// <summary>404.</summary>
    public sealed record NotFound : FetchResult;

    /// <summary>Not to be had this way; asking again would not help.</summary>
    /// <param name="Reason">Which rule.</param>
    /// <param name="Detail">For the log, in English.</param>
    public sealed record Refused(RemoteRefusal Reason, string Detail) : FetchResult;

    /// <summary>Not now: no name, no connection, no time, 408, 429 or 5xx.</summary>
    /// <param name="Detail">For the log, in English.</param>
    /// <param name="RetryAfter">What the host asked for; null when it said nothing.</param>
    public sealed record Unreachable(string Detail, TimeSpan? RetryAfter) : FetchResult;
}

/// <summary>What came of a delivery; one of the three below.</summary>
public abstract record PostResult
{
    private PostResult()
    {
    }

    /// <summary>The host answered; its body is not read, and redirects are not followed (a signature is for one address).</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="RetryAfter">What the host asked for; null when it said nothing.</param>
    public sealed record Answered(int Status, TimeSpan? RetryAfter) : PostResult
    {
        /// <summary>2xx: delivered.</summary>
        public bool IsAccepted => Status is >= 200 and < 300;

        /// <summary>410: nobody is there any more.</summary>
        public bool IsGone => Status == 410;

        /// <summary>408, 429 or 5xx: worth another attempt.</summary>
        public bool MayBeRetried => GuardedHttpClient.IsTemporary(Status);
    }

    /// <summary>Not sent, and never will be; nothing left this machine.</summary>
    /// <param name="Reason">Which rule.</param>
    /// <param name="Detail">For the log, in English.</param>
    public sealed record Refused(RemoteRefusal Reason, string Detail) : PostResult;

    /// <summary>No name, no connection or no answer in time: the host may have heard it or not.</summary>
    /// <param name="Detail">For the log, in English.</param>
    public sealed record Unreachable(string Detail) : PostResult;
}
