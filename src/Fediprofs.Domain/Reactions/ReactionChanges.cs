using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Reactions;

/// <summary>What somebody did to a post. Numbers are stored.</summary>
public enum ReactionKind
{
    /// <summary>Boosted it.</summary>
    Boost = 1,

    /// <summary>Favourited it.</summary>
    Favourite = 2,

    /// <summary>Bookmarked it (private, local).</summary>
    Bookmark = 3,
}

/// <summary>
/// A reaction shall be there, once per actor, post and kind. Nothing when the post is gone or the activity's id has a tombstone.
/// A boost also makes an entry.
/// </summary>
/// <param name="Actor">Who.</param>
/// <param name="Post">What.</param>
/// <param name="Kind">How.</param>
/// <param name="Id">Snowflake; the id of a boost in Mastodon's API.</param>
/// <param name="ActivityUri">The activity that caused it; null for bookmarks.</param>
/// <param name="At">When.</param>
/// <param name="Visibility">Of a boost.</param>
/// <param name="Local">Whether the actor lives here.</param>
public sealed record ReactionAdded(long Actor, long Post, ReactionKind Kind, long Id, string? ActivityUri, DateTimeOffset At, Visibility Visibility, bool Local) : RowChange;

/// <summary>A reaction shall not be there.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Post">What; null when only the activity's id is known.</param>
/// <param name="Kind">How; null when only the activity's id is known.</param>
/// <param name="ActivityUri">The activity that is undone; it may never be applied again.</param>
public sealed record ReactionRemoved(long Actor, long? Post, ReactionKind? Kind, string? ActivityUri) : RowChange;
