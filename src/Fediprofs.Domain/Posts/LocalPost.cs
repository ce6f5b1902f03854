namespace Fediprofs.Domain.Posts;

/// <summary>A local post folded from its stream <c>post-{id}</c>: what decisions are made on and rows are made from.</summary>
public sealed record LocalPost
{
    /// <summary>The stream's key, "post-{id}".</summary>
    public string Id { get; init; } = "";

    /// <summary>The stream of a post.</summary>
    public static string StreamOf(long post) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"post-{post}");

    /// <summary>The first event: author, visibility, parent.</summary>
    public required PostPublished Published { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The title of a question.</summary>
    public string? Title { get; init; }

    /// <summary>The text as written.</summary>
    public required string Source { get; init; }

    /// <summary>The text as HTML, without the title.</summary>
    public required string Content { get; init; }

    /// <summary>Content warning.</summary>
    public string Spoiler { get; init; } = "";

    /// <summary>Media hidden at first.</summary>
    public bool Sensitive { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>Hashtags as displayed.</summary>
    public IReadOnlyList<string> TagNames { get; init; } = [];

    /// <summary>Who is mentioned.</summary>
    public IReadOnlyList<string> MentionUris { get; init; } = [];

    /// <summary>Whether it is a question.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>Closed by the asker.</summary>
    public bool Closed { get; init; }

    /// <summary>Subjects of a question.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Levels of a question.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Ids of the kept answers, in order of keeping.</summary>
    public IReadOnlyList<string> KeptAnswers { get; init; } = [];

    /// <summary>Whether the asker wanted people to see that it is solved.</summary>
    public bool SolvedShown { get; init; }

    /// <summary>When people were last to see a change.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>When anything last changed.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The number of events so far: the row's version.</summary>
    public int Version { get; init; }

    /// <summary>Deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>The question's state; null when it is none.</summary>
    public QuestionState? State => !IsQuestion ? null : Closed ? QuestionState.Closed : KeptAnswers.Count > 0 ? QuestionState.Answered : QuestionState.Open;
}
