namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// A post as its author's server describes it: a Note, Question, Article, Page, Event, Video, Audio, Image or ChatMessage.
/// Texts are raw: HTML in <see cref="Content"/> is not yet sanitised.
/// </summary>
public sealed record PostObject
{
    /// <summary>Its id, never normalised.</summary>
    public required string Id { get; init; }

    /// <summary>The type as sent.</summary>
    public required string Type { get; init; }

    /// <summary>Web address of its page, the HTML one when there are several.</summary>
    public string? Url { get; init; }

    /// <summary>Ids in <c>attributedTo</c> (else <c>actor</c>), people before groups.</summary>
    public required IReadOnlyList<string> AttributedTo { get; init; }

    /// <summary>Id of the author: the first of <see cref="AttributedTo"/>.</summary>
    public string? AuthorId => AttributedTo.Count > 0 ? AttributedTo[0] : null;

    /// <summary>Its text in the format of <see cref="MediaType"/>.</summary>
    public string? Content { get; init; }

    /// <summary>Format of <see cref="Content"/>: <c>text/html</c> unless said otherwise.</summary>
    public string MediaType { get; init; } = "text/html";

    /// <summary>Language of the text, a BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>Title, or the option that a vote chooses.</summary>
    public string? Name { get; init; }

    /// <summary>On a Note or Question a content warning, on anything else an abstract.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether pictures or text are to be covered.</summary>
    public bool Sensitive { get; init; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When it was last edited.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Id of the post that it replies to.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Whom it is addressed to.</summary>
    public required Audience Audience { get; init; }

    /// <summary>Ids in <c>to</c>.</summary>
    public IReadOnlyList<string> To => Audience.To;

    /// <summary>Ids in <c>cc</c>.</summary>
    public IReadOnlyList<string> Cc => Audience.Cc;

    /// <summary>People named in it.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Its hashtags.</summary>
    public IReadOnlyList<Hashtag> Hashtags { get; init; } = [];

    /// <summary>Its custom emojis.</summary>
    public IReadOnlyList<Emoji> Emojis { get; init; } = [];

    /// <summary>Its files.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Web addresses attached as links (Lemmy, Mobilizon).</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>The collection of its replies.</summary>
    public ObjectRef? Replies { get; init; }

    /// <summary>Id of the thread (FEP-7888).</summary>
    public string? Context { get; init; }

    /// <summary>Id of the conversation (OStatus).</summary>
    public string? Conversation { get; init; }

    /// <summary>Its choices, when it is a poll.</summary>
    public Poll? Poll { get; init; }

    /// <summary>How often it was favourited, as its author's server says.</summary>
    public long? LikesCount { get; init; }

    /// <summary>How often it was boosted, as its author's server says.</summary>
    public long? SharesCount { get; init; }

    /// <summary>The post that it quotes.</summary>
    public Quote? Quote { get; init; }

    /// <summary>What others may do with it.</summary>
    public InteractionPolicy? InteractionPolicy { get; init; }

    /// <summary>When and where, for an Event.</summary>
    public EventDetails? Event { get; init; }

    /// <summary>The structure of a question.</summary>
    public QuestionTags? Question { get; init; }

    /// <summary>Id of the question that this post answers, as its author says.</summary>
    public string? AnswerTo { get; init; }

    /// <summary>A name, no content, a reply: a vote in a poll, never shown as a post.</summary>
    public bool IsVote => Type == "Note" && Name is not null && Content is null && InReplyTo is not null;

    /// <summary>Who may see it (<see cref="Audience.VisibilityFor"/>).</summary>
    /// <param name="authorFollowers">The author's <c>followers</c> address; null when it is not known.</param>
    public Visibility VisibilityFor(string? authorFollowers) => Audience.VisibilityFor(authorFollowers);
}
