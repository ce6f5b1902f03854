using Fediprofs.Web.Posts;
using Fediprofs.Web.Profiles;

namespace Fediprofs.Web.Notifications;

/// <summary>Something that somebody is told.</summary>
/// <param name="Sentence">Key of the text that follows the name: what they did.</param>
/// <param name="Icon">The sign beside it.</param>
/// <param name="Person">Who did it.</param>
/// <param name="At">When.</param>
public sealed record NotificationView(string Sentence, string Icon, AuthorView Person, DateTimeOffset At)
{
    /// <summary>Names its anchor.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it was not seen before.</summary>
    public bool Unread { get; init; }

    /// <summary>The post it is about: its beginning, and its page; or null.</summary>
    public LinkView? Post { get; init; }

    /// <summary>The language of the post.</summary>
    public string? Language { get; init; }

    /// <summary>The forms that answer a request to follow; or null.</summary>
    public FollowRequestView? Request { get; init; }
}
