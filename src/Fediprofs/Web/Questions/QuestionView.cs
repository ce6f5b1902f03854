using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Questions;

/// <summary>Where a question stands.</summary>
public enum QuestionStateView
{
    /// <summary>Waiting for answers.</summary>
    Open,

    /// <summary>At least one answer was kept.</summary>
    Answered,

    /// <summary>Its author takes no more answers.</summary>
    Closed,
}

/// <summary>Who carried a question: how many people, in how many académies.</summary>
public sealed record ReachView(int Colleagues, int Academies);

/// <summary>What makes a post a question.</summary>
/// <param name="Title">Plain text.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Subjects">Labels in the reader's language, with their pages.</param>
/// <param name="Levels">Labels in the reader's language, with their pages.</param>
/// <param name="Reach">Who carried it.</param>
public sealed record QuestionView(
    string Title, QuestionStateView State, IReadOnlyList<LinkView> Subjects, IReadOnlyList<LinkView> Levels, ReachView Reach)
{
    /// <summary>The question that was asked before, or null.</summary>
    public LinkView? DuplicateOf { get; init; }
}
