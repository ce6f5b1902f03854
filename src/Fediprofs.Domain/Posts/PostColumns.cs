using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>The text columns of posts.</summary>
internal static class PostColumns
{
    public static readonly ErasedColumns[] All =
    [
        new("posts", "url title content source spoiler language tags tag_names mentions attachments emojis poll subjects levels", $"{nameof(PostRemovals)}; what others wrote by {nameof(MentionEraser)}"),
        new("posts", "uri in_reply_to_uri context_uri replies_uri kept_answers duplicate_of", "opaque ids"),
        new("post_edits", "title content spoiler attachments", $"goes with its post; what others wrote by {nameof(MentionEraser)}"),
        new("idempotency", "key", nameof(MentionEraser)),
    ];
}
