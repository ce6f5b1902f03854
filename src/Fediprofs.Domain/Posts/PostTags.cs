using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.Domain.Posts;

/// <summary>Hashtags as posts keep them.</summary>
public static class PostTags
{
    /// <summary>The form in which the column <c>tags</c> holds a hashtag; null when it is none.</summary>
    /// <param name="tag">With or without #.</param>
    public static string? Normalise(string tag) => HashtagName.Normalize(tag);
}
