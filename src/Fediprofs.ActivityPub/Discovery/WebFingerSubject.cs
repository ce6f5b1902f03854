namespace Fediprofs.ActivityPub.Discovery;

/// <summary>Whom a WebFinger question is about.</summary>
/// <param name="Kind">What is known of them.</param>
/// <param name="Value">The user name or the address; null otherwise.</param>
public sealed record WebFingerSubject(WebFingerSubjectKind Kind, string? Value = null)
{
    /// <summary>The server itself.</summary>
    public static readonly WebFingerSubject InstanceActor = new(WebFingerSubjectKind.InstanceActor);

    /// <summary>Nobody who could be here.</summary>
    public static readonly WebFingerSubject Elsewhere = new(WebFingerSubjectKind.Elsewhere);

    /// <summary>Nothing that names anybody.</summary>
    public static readonly WebFingerSubject Malformed = new(WebFingerSubjectKind.Malformed);
}

/// <summary>What is known of whom a WebFinger question is about.</summary>
public enum WebFingerSubjectKind
{
    /// <summary>A user name of ours, in the letters' case as asked: 200, 404, or 410 when deleted.</summary>
    Name,

    /// <summary>An address on our host with the scheme https: 200 when it is the id of an actor, else 404.</summary>
    Address,

    /// <summary>The server itself: 200.</summary>
    InstanceActor,

    /// <summary>Another domain, or a name that cannot exist: 404; never fetched.</summary>
    Elsewhere,

    /// <summary>No resource that we could mean: 400.</summary>
    Malformed,
}
