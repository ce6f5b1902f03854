using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>An author changes the text of a post.</summary>
/// <param name="Author">Who wants it.</param>
/// <param name="Post">Snowflake.</param>
/// <param name="Text">Plain text.</param>
public sealed record EditPost(long Author, long Post, string Text)
{
    /// <summary>Content warning.</summary>
    public string Spoiler { get; init; } = "";

    /// <summary>Media hidden at first.</summary>
    public bool Sensitive { get; init; }

    /// <summary>BCP 47; null: as before.</summary>
    public string? Language { get; init; }

    /// <summary>A question's title; null: as before.</summary>
    public string? Title { get; init; }

    /// <summary>Curriculum keys; null: as before.</summary>
    public IReadOnlyList<string>? Subjects { get; init; }

    /// <summary>Curriculum keys; null: as before.</summary>
    public IReadOnlyList<string>? Levels { get; init; }
}

/// <summary>Edits local posts.</summary>
public sealed class PostEditing(LocalPostWriting local, PostText texts)
{
    /// <summary>Whether the edit may happen, and as what. Pure.</summary>
    public static Outcome<PostEdited> Decide(EditPost command, LocalPost post, ComposedText text)
    {
        if (post.Published.Author != command.Author)
        {
            return Refusal.NotAllowed;
        }

        if (PostText.Check(command.Text) is { } refusal && !(refusal == Refusal.TextMissing && post.IsQuestion))
        {
            return refusal;
        }

        var title = post.IsQuestion ? (command.Title ?? post.Title ?? "").Trim() : null;
        if (title is not null && (title.Length == 0 || title.Length > PostText.LongestTitle))
        {
            return title.Length == 0 ? Refusal.TitleMissing : Refusal.TitleTooLong;
        }

        return new PostEdited
        {
            Title = title,
            Source = text.Source,
            Content = text.Content,
            Spoiler = command.Spoiler.Trim(),
            Sensitive = command.Sensitive || command.Spoiler.Trim().Length > 0,
            Language = command.Language ?? post.Language,
            TagNames = text.TagNames,
            MentionUris = [.. text.Mentioned.Select(a => a.Uri)],
            Subjects = command.Subjects ?? post.Subjects,
            Levels = command.Levels ?? post.Levels,
        };
    }

    /// <summary>Edits it; answers its row.</summary>
    public async Task<Outcome<PostRow>> HandleAsync(EditPost command, CancellationToken cancel)
    {
        var text = await texts.ComposeAsync(command.Text, cancel);
        return await local.ChangeAsync(
            command.Post,
            post =>
            {
                var decided = Decide(command, post, text);
                return decided.Refused ? decided.Refusal!.Value : new LocalPostChange([decided.Value], Explicit: true);
            },
            cancel);
    }
}
