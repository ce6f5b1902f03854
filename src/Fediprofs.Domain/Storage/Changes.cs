namespace Fediprofs.Domain.Storage;

/// <summary>What happened, as other slices hear of it. Numbers are stored: never reuse one.</summary>
public enum ChangeKind
{
    /// <summary>A post or question was published or taken in (post; related: the post answered).</summary>
    PostPublished = 1,

    /// <summary>A post's text or structure changed (post).</summary>
    PostEdited = 2,

    /// <summary>A post was removed (post; its row is gone).</summary>
    PostRemoved = 3,

    /// <summary>Somebody boosted a post (actor, post; related: the boost's id).</summary>
    Boosted = 4,

    /// <summary>A boost was taken back (actor, post; related: the boost's id).</summary>
    BoostUndone = 5,

    /// <summary>Somebody favourited a post (actor, post).</summary>
    Favourited = 6,

    /// <summary>A favourite was taken back (actor, post).</summary>
    FavouriteUndone = 7,

    /// <summary>A follow was accepted or made (actor; related: who is followed).</summary>
    Followed = 8,

    /// <summary>A follow awaits an answer (actor; related: who is asked).</summary>
    FollowRequested = 9,

    /// <summary>A follow ended (actor; related: who was followed).</summary>
    Unfollowed = 10,

    /// <summary>Somebody blocked somebody (actor; related: who is blocked).</summary>
    Blocked = 11,

    /// <summary>A block ended (actor; related: who was blocked).</summary>
    Unblocked = 12,

    /// <summary>An answer was kept by the asker (actor: the asker, post: the answer, related: the question).</summary>
    AnswerKept = 13,

    /// <summary>An actor's profile changed (actor).</summary>
    ActorChanged = 14,

    /// <summary>An actor is gone with all its posts (actor).</summary>
    ActorRemoved = 15,

    /// <summary>A bookmark was set or taken back (actor, post).</summary>
    Bookmarked = 16,

    /// <summary>A mute was set or lifted (actor; related: who is muted).</summary>
    Muted = 17,
}

/// <summary>A row of <c>changes</c>: ids only.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Post">The post it was done to, if any.</param>
/// <param name="Related">As <see cref="ChangeKind"/> says.</param>
public sealed record ChangeRow(ChangeKind Kind, long Actor, long? Post = null, long? Related = null)
{
    /// <summary>The number in <c>changes</c>; 0 before the commit.</summary>
    public long Seq { get; init; }

    /// <summary>When; set at the commit.</summary>
    public DateTimeOffset At { get; init; }
}
