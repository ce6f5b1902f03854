using Fediprofs.Domain.Posts;

namespace Fediprofs.Domain.Questions;

/// <summary>The asker closes a question, or opens it again.</summary>
/// <param name="By">Who wants it.</param>
/// <param name="Question">Snowflake.</param>
/// <param name="Close">True to close, false to reopen.</param>
public sealed record CloseQuestion(long By, long Question, bool Close);

/// <summary>Closes and reopens questions. A closed one can still be answered by anybody on the Fediverse; it says that no more is needed.</summary>
public sealed class Closing(LocalPostWriting local)
{
    /// <summary>Whether it may be closed or reopened, and as what. Pure.</summary>
    public static Outcome<LocalPostChange> Decide(CloseQuestion command, LocalPost question) =>
        !question.IsQuestion ? Refusal.NotAQuestion
        : question.Published.Author != command.By ? Refusal.NotAllowed
        : question.Closed == command.Close ? new LocalPostChange([], Explicit: false)
        : new LocalPostChange([command.Close ? new QuestionClosed() : new QuestionReopened()], Explicit: false);

    /// <summary>Closes or reopens; answers the question's row.</summary>
    public Task<Outcome<PostRow>> HandleAsync(CloseQuestion command, CancellationToken cancel) =>
        local.ChangeAsync(command.Question, q => Decide(command, q), cancel);
}
