namespace Fediprofs.Web.Posts;

/// <summary>An answer and how deep it lies: 0 answers the post itself.</summary>
public sealed record AnswerView(PostView Post, int Depth);

/// <summary>A conversation around one post.</summary>
/// <param name="Post">What the page is about.</param>
/// <param name="Before">What it answers, oldest first.</param>
/// <param name="Kept">Answers that the asker keeps; shown first and not again below.</param>
/// <param name="Answers">The others, in reading order.</param>
public sealed record ThreadView(
    PostView Post, IReadOnlyList<PostView> Before, IReadOnlyList<PostView> Kept, IReadOnlyList<AnswerView> Answers)
{
    /// <summary>How many answers are shown.</summary>
    public int Count => Kept.Count + Answers.Count;
}
