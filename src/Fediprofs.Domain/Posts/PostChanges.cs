using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>
/// A post shall be stored: with its entry, mentions, count row, and the parent's reply count. Nothing happens when the id is
/// known or has a tombstone; orphans that answer it are adopted and threads joined.
/// </summary>
/// <param name="Post">The row.</param>
public sealed record PostAdded(PostRow Post) : RowChange;

/// <summary>
/// A known post shall read as this. Applied when <c>UpdatedAt</c> is newer than stored, or, for silent changes
/// (<paramref name="Explicit"/> false), to structure alone: state, kept answers, poll, counts.
/// </summary>
/// <param name="Post">The whole new row; <c>Id</c> is that of the stored row.</param>
/// <param name="Explicit">True: an edit for people to see, the old text goes to the history. False: silent.</param>
public sealed record PostChanged(PostRow Post, bool Explicit) : RowChange;

/// <summary>
/// A post is gone: row, entries, reactions, notifications, history; the id never comes back. Also for ids never seen.
/// </summary>
/// <param name="Uri">The post's id.</param>
/// <param name="Author">The actor whose post it must be (snowflake); a post of another is left alone.</param>
public sealed record PostRemoved(string Uri, long Author) : RowChange;

/// <summary>An id that may not be applied any more: an activity undone before it came.</summary>
/// <param name="Uri">The id.</param>
public sealed record TombstoneSet(string Uri) : RowChange;
