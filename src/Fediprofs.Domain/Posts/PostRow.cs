using Fediprofs.Domain.Actors;

namespace Fediprofs.Domain.Posts;

/// <summary>Who may see a post. Numbers are stored.</summary>
public enum Visibility
{
    /// <summary>Everyone; listed in public timelines.</summary>
    Public = 0,

    /// <summary>Everyone; not listed ("quiet public").</summary>
    Unlisted = 1,

    /// <summary>The author's followers and those mentioned.</summary>
    Followers = 2,

    /// <summary>Those mentioned.</summary>
    Direct = 3,
}

/// <summary>What a post was at its origin. Numbers are stored.</summary>
public enum PostKind
{
    /// <summary>A note, shown whole.</summary>
    Note = 1,

    /// <summary>An article.</summary>
    Article = 2,

    /// <summary>A page of a forum.</summary>
    Page = 3,

    /// <summary>An event.</summary>
    Event = 4,

    /// <summary>A poll.</summary>
    Poll = 5,

    /// <summary>A video.</summary>
    Video = 6,

    /// <summary>A picture.</summary>
    Image = 7,

    /// <summary>A recording.</summary>
    Audio = 8,
}

/// <summary>The state of a question. Numbers are stored.</summary>
public enum QuestionState
{
    /// <summary>Waits for answers.</summary>
    Open = 1,

    /// <summary>At least one answer is kept.</summary>
    Answered = 2,

    /// <summary>Closed by the asker without more answers wanted.</summary>
    Closed = 3,
}

/// <summary>A post, local or remote, as a row of <c>posts</c>.</summary>
public sealed record PostRow
{
    /// <summary>Snowflake of the post's own time; the id in Mastodon's API.</summary>
    public required long Id { get; init; }

    /// <summary>The ActivityPub id.</summary>
    public required string Uri { get; init; }

    /// <summary>The page for people.</summary>
    public string? Url { get; init; }

    /// <summary>The author's actor id (snowflake).</summary>
    public required long Author { get; init; }

    /// <summary>Whether the author lives here.</summary>
    public required bool Local { get; init; }

    /// <summary>What it was at its origin.</summary>
    public PostKind Kind { get; init; } = PostKind.Note;

    /// <summary>Who may see it.</summary>
    public required Visibility Visibility { get; init; }

    /// <summary>The post it answers, when known.</summary>
    public long? InReplyTo { get; init; }

    /// <summary>The id of the post it answers.</summary>
    public string? InReplyToUri { get; init; }

    /// <summary>The author of the post it answers, when known.</summary>
    public long? InReplyToAuthor { get; init; }

    /// <summary>The first known post of the thread; its own id for a beginning.</summary>
    public long Thread { get; init; }

    /// <summary>The thread's address at its origin (FEP-7888 or <c>conversation</c>).</summary>
    public string? ContextUri { get; init; }

    /// <summary>Plain text: title of a question, an article …</summary>
    public string? Title { get; init; }

    /// <summary>Sanitised HTML, with the title as a bold first paragraph where it is a question.</summary>
    public required string Content { get; init; }

    /// <summary>Local posts: the text as written (without title).</summary>
    public string? Source { get; init; }

    /// <summary>Content warning, plain text.</summary>
    public string Spoiler { get; init; } = "";

    /// <summary>Media are to be hidden at first.</summary>
    public bool Sensitive { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>Normalised hashtags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The same hashtags as displayed, without #.</summary>
    public IReadOnlyList<string> TagNames { get; init; } = [];

    /// <summary>Who is mentioned.</summary>
    public IReadOnlyList<MentionRef> Mentions { get; init; } = [];

    /// <summary>Known actors who are addressed without being mentioned.</summary>
    public IReadOnlyList<long> SilentlyAddressed { get; init; } = [];

    /// <summary>Media and links.</summary>
    public IReadOnlyList<AttachmentRef> Attachments { get; init; } = [];

    /// <summary>Custom emoji in the texts.</summary>
    public IReadOnlyList<EmojiRef> Emojis { get; init; } = [];

    /// <summary>The poll of a remote post.</summary>
    public PollRef? Poll { get; init; }

    /// <summary>Where a remote post lists its answers.</summary>
    public string? RepliesUri { get; init; }

    /// <summary>Whether it is a question.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>The state, if it is a question and the asker's server says.</summary>
    public QuestionState? QuestionState { get; init; }

    /// <summary>Subjects, by curriculum key.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Levels, by curriculum key.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Ids of the answers that the asker keeps.</summary>
    public IReadOnlyList<string> KeptAnswers { get; init; } = [];

    /// <summary>The question of which it is a duplicate.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Whether its author meant it as an answer (and not a comment).</summary>
    public bool IsAnswer { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When its text was last changed for people to see.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Version as its origin says; newer wins.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>
    /// When the structure (state, kept answers, poll) was last told: the <c>published</c> of the Update that told it. Newer wins,
    /// so that silent updates give the same state in any order.
    /// </summary>
    public DateTimeOffset? StructureAt { get; init; }

    /// <summary>When a remote post was last fetched or received.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>Grows with each change of the row: part of the key of cached bytes.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>A mention in a post.</summary>
/// <param name="Actor">Snowflake of the actor; 0 when not known here.</param>
/// <param name="Uri">The actor's id.</param>
/// <param name="Username">The part before the @.</param>
/// <param name="Domain">The part after the @; empty for this instance.</param>
/// <param name="Url">The actor's page.</param>
public sealed record MentionRef(long Actor, string Uri, string Username, string Domain, string? Url);

/// <summary>An attachment of a post.</summary>
public sealed record AttachmentRef
{
    /// <summary>Snowflake.</summary>
    public long Id { get; init; }

    /// <summary>image, video, audio, gifv, unknown.</summary>
    public string Type { get; init; } = "unknown";

    /// <summary>Media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>Where it lies.</summary>
    public required string Url { get; init; }

    /// <summary>Alternative text.</summary>
    public string? Description { get; init; }

    /// <summary>BlurHash.</summary>
    public string? Blurhash { get; init; }

    /// <summary>Pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels.</summary>
    public int? Height { get; init; }

    /// <summary>−1 to 1, from the left.</summary>
    public double? FocusX { get; init; }

    /// <summary>−1 to 1, from below.</summary>
    public double? FocusY { get; init; }
}

/// <summary>A remote poll as last told.</summary>
/// <param name="Multiple">Several choices allowed.</param>
/// <param name="Options">The choices.</param>
/// <param name="Voters">How many people voted, if told.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Closed">Whether it is over.</param>
public sealed record PollRef(bool Multiple, IReadOnlyList<PollOption> Options, int? Voters, DateTimeOffset? EndsAt, bool Closed);

/// <summary>A choice of a poll.</summary>
/// <param name="Title">Plain text.</param>
/// <param name="Votes">How many chose it, if told.</param>
public sealed record PollOption(string Title, int? Votes);
