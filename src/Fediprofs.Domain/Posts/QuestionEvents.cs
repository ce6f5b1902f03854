using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>The post is a question. Follows <see cref="PostPublished"/> in the same commit.</summary>
public sealed record QuestionAsked : IPersonalText
{
    /// <summary>Plain text.</summary>
    public required string Title { get; init; }

    /// <summary>Curriculum keys.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Curriculum keys.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <inheritdoc/>
    public object Erased() => this with { Title = "" };
}

/// <summary>The asker keeps an answer.</summary>
/// <param name="AnswerUri">The answer's id.</param>
/// <param name="Announce">Whether people are to see that it is solved (an explicit edit).</param>
public sealed record AnswerKept(string AnswerUri, bool Announce);

/// <summary>An answer is no longer kept: by the asker, or because it was deleted.</summary>
/// <param name="AnswerUri">The answer's id.</param>
public sealed record AnswerReleased(string AnswerUri);

/// <summary>The asker wants no more answers.</summary>
public sealed record QuestionClosed;

/// <summary>The asker wants answers again.</summary>
public sealed record QuestionReopened;
