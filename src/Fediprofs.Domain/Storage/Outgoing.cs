namespace Fediprofs.Domain.Storage;

/// <summary>What this instance says to others. Numbers are stored: never reuse one.</summary>
public enum OutgoingKind
{
    /// <summary>Create of a post (subject: the post).</summary>
    Create = 1,

    /// <summary>Update of a post (subject: the post).</summary>
    Update = 2,

    /// <summary>Delete of a post (subject: the post; detail holds its URI and audience).</summary>
    Delete = 3,

    /// <summary>Announce (subject: the post; detail: the boost's URI).</summary>
    Announce = 4,

    /// <summary>Undo of an Announce (subject: the post; detail: the boost's URI and the post's).</summary>
    UndoAnnounce = 5,

    /// <summary>Like (subject: the post).</summary>
    Like = 6,

    /// <summary>Undo of a Like.</summary>
    UndoLike = 7,

    /// <summary>Follow (target: who is followed).</summary>
    Follow = 8,

    /// <summary>Undo of a Follow (detail: the Follow's URI).</summary>
    UndoFollow = 9,

    /// <summary>Accept of a Follow (target: the follower; detail: the Follow's URI).</summary>
    AcceptFollow = 10,

    /// <summary>Reject of a Follow, also of one accepted before.</summary>
    RejectFollow = 11,

    /// <summary>Block (target: who is blocked).</summary>
    Block = 12,

    /// <summary>Undo of a Block.</summary>
    UndoBlock = 13,

    /// <summary>Update of the actor itself (subject: the actor).</summary>
    UpdateActor = 14,

    /// <summary>Delete of the actor itself.</summary>
    DeleteActor = 15,

    /// <summary>ChooseAnswer (subject: the question; detail: the answer's URI).</summary>
    ChooseAnswer = 16,

    /// <summary>Undo of a ChooseAnswer.</summary>
    UndoChooseAnswer = 17,
}

/// <summary>A row of <c>outgoing</c>, written in the transaction of what it announces.</summary>
/// <param name="Id">Snowflake.</param>
/// <param name="Kind">Which activity.</param>
/// <param name="Actor">The local actor who signs.</param>
/// <param name="Subject">What it is about: order is kept per subject and host.</param>
/// <param name="Uri">The activity's id.</param>
/// <param name="Target">The actor it is sent to, where there is one; else the audience is that of the subject.</param>
/// <param name="Detail">What cannot be read back later.</param>
public sealed record Outgoing(long Id, OutgoingKind Kind, long Actor, long Subject, string Uri, long? Target = null, OutgoingDetail? Detail = null);

/// <summary>What an outgoing row must remember because the rows it speaks of may be gone when it is sent.</summary>
public sealed record OutgoingDetail
{
    /// <summary>The id of what is undone, accepted, rejected, deleted or chosen.</summary>
    public string? ObjectUri { get; init; }

    /// <summary>The object of what is undone or accepted (the boosted post, the followed actor).</summary>
    public string? InnerObjectUri { get; init; }

    /// <summary>The actor of what is accepted or rejected (the follower).</summary>
    public string? InnerActorUri { get; init; }

    /// <summary>The visibility of what is deleted or undone.</summary>
    public int? Visibility { get; init; }

    /// <summary>Actors to whom it goes besides the followers (those mentioned, answered, who boosted or favourited).</summary>
    public IReadOnlyList<long> Actors { get; init; } = [];

    /// <summary>True when an Update is to be seen as an edit by people; false: silently (no <c>updated</c>).</summary>
    public bool Explicit { get; init; }
}
