namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A post of ours as <see cref="NoteWriter"/> writes it: a Note, or a Question (poll) when it has choices.</summary>
public sealed record NoteDocument
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Id of its author.</summary>
    public required string AttributedTo { get; init; }

    /// <summary>Web address of its page.</summary>
    public required string Url { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset Published { get; init; }

    /// <summary>When it was visibly edited; null leaves followers on Mastodon undisturbed. Never before <see cref="Published"/>: GoToSocial refuses that.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Id of the post that it replies to.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Ids in <c>to</c>.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Ids in <c>cc</c>.</summary>
    public required IReadOnlyList<string> Cc { get; init; }

    /// <summary>Id of the group that it is posted into (FEP-1b12).</summary>
    public string? Audience { get; init; }

    /// <summary>Content warning, plain text.</summary>
    public string? Summary { get; init; }

    /// <summary>The text, in HTML.</summary>
    public required string Content { get; init; }

    /// <summary>Language of the text, a BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>Whether pictures or text are to be covered.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>People named in it; each must stand in <see cref="To"/> or <see cref="Cc"/> to be told.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Its hashtags.</summary>
    public IReadOnlyList<Hashtag> Hashtags { get; init; } = [];

    /// <summary>Its custom emojis.</summary>
    public IReadOnlyList<Emoji> Emojis { get; init; } = [];

    /// <summary>The structure of a question.</summary>
    public QuestionTags? Question { get; init; }

    /// <summary>Id of the question that it answers.</summary>
    public string? AnswerTo { get; init; }

    /// <summary>Its choices.</summary>
    public Poll? Poll { get; init; }

    /// <summary>Id of the collection of its replies.</summary>
    public string? Replies { get; init; }

    /// <summary>Id of the collection of those who like it.</summary>
    public string? Likes { get; init; }

    /// <summary>How many like it; written with <see cref="Likes"/>.</summary>
    public long LikesCount { get; init; }

    /// <summary>Id of the collection of its boosts.</summary>
    public string? Shares { get; init; }

    /// <summary>How many boosts; written with <see cref="Shares"/>.</summary>
    public long SharesCount { get; init; }

    /// <summary>Id of the thread; written as <c>context</c> (FEP-7888) and <c>conversation</c> alike.</summary>
    public string? Context { get; init; }

    /// <summary>The post that it quotes.</summary>
    public Quote? Quote { get; init; }

    /// <summary>Ids of actors and collections that may quote it without asking; empty: its author alone.</summary>
    public IReadOnlyList<string> CanQuote { get; init; } = [];
}
