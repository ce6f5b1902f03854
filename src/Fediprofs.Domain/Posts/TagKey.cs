using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.Domain.Posts;

/// <summary>Under which key the posts of a hashtag are found.</summary>
public static class TagKey
{
    /// <summary>The key of a name as people write it, without #; null when it cannot be a hashtag.</summary>
    public static string? Of(string name) => HashtagName.Normalize(name);
}
