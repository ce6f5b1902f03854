using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Questions;

/// <summary>The form in which a post is answered, empty or given back with what is wrong.</summary>
/// <param name="PostTo">Where it posts to.</param>
/// <param name="To">Display name of who is answered.</param>
public sealed record AnswerFormView(string PostTo, string To)
{
    /// <summary>The text as typed; begin it with the mentions an answer carries.</summary>
    public string Text { get; init; } = "";

    /// <summary>The audience chosen; the post's own at first.</summary>
    public AudienceView Audience { get; init; }

    /// <summary>Names one submission, so that sending it twice answers once; or null.</summary>
    public string? OnceKey { get; init; }

    /// <summary>At most this many characters.</summary>
    public int TextLimit { get; init; } = 5000;

    /// <summary>What is wrong, by field (<c>text</c>, <c>audience</c>).</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();
}
