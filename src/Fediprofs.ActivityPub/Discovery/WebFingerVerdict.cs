using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>
/// What our client makes of another server's answer. One further question is allowed, for servers whose handles and
/// addresses lie on different domains.
/// </summary>
/// <param name="Outcome">What to do.</param>
/// <param name="Handle">The handle that the answer gives.</param>
/// <param name="ActorId">Id of the actor.</param>
public sealed record WebFingerVerdict(WebFingerOutcome Outcome, Handle? Handle = null, string? ActorId = null)
{
    /// <summary>
    /// Whether the actor lies on another host than its handle: then its document must lead back (its own WebFinger or its
    /// <c>webfinger</c> names the handle) before the handle is believed.
    /// </summary>
    public bool ActorMustAgree =>
        Handle is not null && !string.Equals(WebAddress.HostOf(ActorId), Handle.Domain, StringComparison.OrdinalIgnoreCase);

    private static readonly WebFingerVerdict Refused = new(WebFingerOutcome.Refused);

    /// <summary>Judges a first answer.</summary>
    /// <param name="asked">The handle that was asked for.</param>
    /// <param name="answer">What came.</param>
    /// <param name="allowHttp">Whether actors may lie behind plain http (tests).</param>
    public static WebFingerVerdict Judge(Handle asked, WebFingerDocument answer, bool allowHttp = false)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Self is not { } self)
        {
            return new(WebFingerOutcome.NoActor);
        }

        if (!WebAddress.IsWeb(self) || (!allowHttp && !self.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            || answer.Subject is null || Handle.Parse(answer.Subject) is not { } subject)
        {
            return Refused;
        }

        return new(subject.Means(asked) ? WebFingerOutcome.Accepted : WebFingerOutcome.AskSubject, subject, self);
    }

    /// <summary>Judges the answer to the second question, asked for <see cref="Handle"/> at its own domain.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="allowHttp">Whether actors may lie behind plain http (tests).</param>
    public WebFingerVerdict Confirm(WebFingerDocument answer, bool allowHttp = false)
    {
        if (Outcome != WebFingerOutcome.AskSubject)
        {
            return Refused;
        }

        var second = Judge(Handle!, answer, allowHttp);
        return second.Outcome == WebFingerOutcome.Accepted && string.Equals(second.ActorId, ActorId, StringComparison.Ordinal) ? second : Refused;
    }
}

/// <summary>What to do with an answer.</summary>
public enum WebFingerOutcome
{
    /// <summary>The answer is about what was asked.</summary>
    Accepted,

    /// <summary>Its subject is another handle: ask that one's domain, once, and pass the answer to <see cref="WebFingerVerdict.Confirm"/>.</summary>
    AskSubject,

    /// <summary>Nobody who speaks ActivityPub.</summary>
    NoActor,

    /// <summary>Not to be believed.</summary>
    Refused,
}
