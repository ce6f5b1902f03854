using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>The state of a follow. Numbers are stored.</summary>
public enum FollowState
{
    /// <summary>Asked for.</summary>
    Requested = 0,

    /// <summary>In force.</summary>
    Accepted = 1,
}

/// <summary>
/// A follow shall be there, once per pair; an accepted one stays accepted. Nothing when one has blocked the other or the
/// activity's id has a tombstone. A follow of a local actor is answered by the writer: when accepted it queues our Accept,
/// also for a repeated Follow of another id (the peer lost our first answer).
/// </summary>
/// <param name="Follower">Who follows.</param>
/// <param name="Followed">Who is followed.</param>
/// <param name="Id">Snowflake.</param>
/// <param name="State">Wanted state.</param>
/// <param name="ActivityUri">The Follow's id.</param>
/// <param name="At">When.</param>
/// <param name="ShowBoosts">Whether boosts are shown in the home timeline.</param>
/// <param name="Notify">Whether each post notifies.</param>
/// <param name="Answer">Set when a local actor is followed from outside: our Accept or nothing.</param>
public sealed record FollowSet(long Follower, long Followed, long Id, FollowState State, string? ActivityUri, DateTimeOffset At, bool ShowBoosts = true, bool Notify = false, Outgoing? Answer = null) : RowChange;

/// <summary>A requested follow is accepted by the followed.</summary>
/// <param name="Followed">Who accepts.</param>
/// <param name="Follower">Who asked; null when only the Follow's id is known.</param>
/// <param name="ActivityUri">The Follow's id, if told.</param>
public sealed record FollowAccepted(long Followed, long? Follower, string? ActivityUri) : RowChange;

/// <summary>A follow shall not be there: undone by the follower, or rejected or removed by the followed.</summary>
/// <param name="Follower">Who followed; null when only the Follow's id is known.</param>
/// <param name="Followed">Who was followed; null when only the Follow's id is known.</param>
/// <param name="By">The actor who ends it: one of the two.</param>
/// <param name="ActivityUri">The Follow's id, if told; an undone id may never be applied again.</param>
public sealed record FollowEnded(long? Follower, long? Followed, long By, string? ActivityUri) : RowChange;

/// <summary>A block shall be there; follows in both directions end.</summary>
/// <param name="Actor">Who blocks.</param>
/// <param name="Target">Who is blocked.</param>
/// <param name="Id">Snowflake.</param>
/// <param name="ActivityUri">The Block's id.</param>
/// <param name="At">When.</param>
public sealed record BlockSet(long Actor, long Target, long Id, string? ActivityUri, DateTimeOffset At) : RowChange;

/// <summary>A block shall not be there.</summary>
/// <param name="Actor">Who blocked.</param>
/// <param name="Target">Who was blocked; null when only the Block's id is known.</param>
/// <param name="ActivityUri">The Block's id, if told.</param>
public sealed record BlockEnded(long Actor, long? Target, string? ActivityUri) : RowChange;
