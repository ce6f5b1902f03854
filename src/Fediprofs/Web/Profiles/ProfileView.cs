using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Profiles;

/// <summary>A line of a profile.</summary>
/// <param name="Name">Plain text.</param>
/// <param name="ValueHtml">Sanitised HTML.</param>
/// <param name="Verified">Whether the page it links to links back.</param>
public sealed record ProfileFieldView(string Name, string ValueHtml, bool Verified = false);

/// <summary>Where following somebody stands, and what a form under their name does.</summary>
public enum FollowState
{
    /// <summary>Not followed: offers to follow.</summary>
    None,

    /// <summary>Asked to follow: offers to take it back.</summary>
    Requested,

    /// <summary>Followed: offers to stop.</summary>
    Following,
}

/// <summary>The form under a name.</summary>
/// <param name="PostTo">Where it posts to.</param>
public sealed record FollowView(FollowState State, string PostTo);

/// <summary>The form that blocks, or lifts the block.</summary>
/// <param name="PostTo">Where it posts to.</param>
/// <param name="Blocked">Whether the block is there.</param>
public sealed record BlockView(string PostTo, bool Blocked);

/// <summary>The forms that answer somebody's request to follow.</summary>
/// <param name="AcceptTo">Where accepting posts to.</param>
/// <param name="RejectTo">Where rejecting posts to.</param>
public sealed record FollowRequestView(string AcceptTo, string RejectTo);

/// <summary>Somebody's profile.</summary>
/// <param name="Person">Name, handle, picture, role.</param>
/// <param name="BioHtml">Sanitised HTML.</param>
public sealed record ProfileView(AuthorView Person, string BioHtml)
{
    /// <summary>A wide picture, or null.</summary>
    public string? HeaderUrl { get; init; }

    /// <summary>The académie's name in the reader's language, or null.</summary>
    public string? Academie { get; init; }

    /// <summary>Subjects they teach.</summary>
    public IReadOnlyList<LinkView> Subjects { get; init; } = [];

    /// <summary>Lines of the profile.</summary>
    public IReadOnlyList<ProfileFieldView> Fields { get; init; } = [];

    /// <summary>How many posts.</summary>
    public int Posts { get; init; }

    /// <summary>How many people they follow.</summary>
    public int Following { get; init; }

    /// <summary>How many people follow them.</summary>
    public int Followers { get; init; }

    /// <summary>When the account was opened, or null if unknown.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>The form to follow, or null for visitors and oneself.</summary>
    public FollowView? Follow { get; init; }

    /// <summary>Where the reader's block of them is set, or lifted; null for visitors and oneself.</summary>
    public BlockView? Block { get; init; }

    /// <summary>Where their request to follow the reader is answered; null where they do not ask.</summary>
    public FollowRequestView? Request { get; init; }

    /// <summary>Whether it is the reader's own, to be changed.</summary>
    public bool Own { get; init; }

    /// <summary>Whether they approve their followers by hand.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether they follow the reader.</summary>
    public bool FollowsReader { get; init; }

    /// <summary>Their page on the server they live on, if that is another.</summary>
    public string? OriginalUrl { get; init; }
}
