using Fediprofs.Domain.Storage;


namespace Fediprofs.Domain.Posts;

/// <summary>A local post appeared. First event of <c>post-{id}</c>.</summary>
public sealed record PostPublished : IPersonalText
{
    /// <summary>Snowflake of the post.</summary>
    public required long Post { get; init; }

    /// <summary>Snowflake of the author.</summary>
    public required long Author { get; init; }

    /// <summary>Who may see it.</summary>
    public required Visibility Visibility { get; init; }

    /// <summary>The text as written.</summary>
    public required string Source { get; init; }

    /// <summary>The text as HTML, with mentions and links as they were resolved.</summary>
    public required string Content { get; init; }

    /// <summary>Content warning.</summary>
    public string Spoiler { get; init; } = "";

    /// <summary>Media hidden at first.</summary>
    public bool Sensitive { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>The post it answers.</summary>
    public string? InReplyToUri { get; init; }

    /// <summary>Hashtags as displayed, without #.</summary>
    public IReadOnlyList<string> TagNames { get; init; } = [];

    /// <summary>Who is mentioned: actor ids (URIs); their names are looked up, never kept in events.</summary>
    public IReadOnlyList<string> MentionUris { get; init; } = [];

    /// <summary>Meant as an answer to the question it replies to.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>The application it was written with.</summary>
    public string? Application { get; init; }

    /// <inheritdoc/>
    public object Erased() => this with { Source = "", Content = "", Spoiler = "", TagNames = [], MentionUris = [], Application = null };
}

/// <summary>The text of a local post was changed.</summary>
public sealed record PostEdited : IPersonalText
{
    /// <summary>The title, for a question.</summary>
    public string? Title { get; init; }

    /// <summary>The text as written.</summary>
    public required string Source { get; init; }

    /// <summary>The text as HTML.</summary>
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

    /// <summary>Subjects of a question, by curriculum key.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Levels of a question, by curriculum key.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <inheritdoc/>
    public object Erased() => this with { Title = null, Source = "", Content = "", Spoiler = "", TagNames = [], MentionUris = [] };
}

/// <summary>A local post was deleted; its text is masked in all its events.</summary>
public sealed record PostDeleted;
