using Fediprofs.ActivityPub.Html;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Storage;
using WireState = Fediprofs.ActivityPub.Vocabulary.QuestionState;
using WireVisibility = Fediprofs.ActivityPub.Vocabulary.Visibility;

namespace Fediprofs.Domain.Posts;

/// <summary>
/// A post as its author's server describes it, made ready to be stored: HTML cleaned, tags, attachments and curriculum read.
/// All of that is pure and dear, so it is done before a transaction is opened; <see cref="ToRow"/> adds what the database knows.
/// </summary>
public sealed class RemotePost
{
    private const int MostAttachments = 16;
    private const int MostMentions = 100;
    private const int LongestTitle = 500;
    private const int LongestSpoiler = 5_000;
    private const int MostKeptAnswers = 100;

    private readonly string content;
    private readonly string? title;
    private readonly string spoiler;
    private readonly string[] subjects;
    private readonly string[] levels;

    /// <summary>Reads and cleans.</summary>
    /// <param name="document">The post as it came; where it came from is the caller's to check.</param>
    /// <param name="curriculum">By which subjects and levels are recognised.</param>
    public RemotePost(PostObject document, CurriculumCatalogue curriculum)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(curriculum);
        Document = document;
        var shown = DisplayText.From(document);
        content = PostHtml.Clean(shown.ToHtml());
        title = Cut(document.Question?.Title ?? shown.Title, LongestTitle);
        spoiler = Cut(shown.Spoiler, LongestSpoiler) ?? "";
        subjects = [.. (document.Question?.Subjects ?? []).Select(c => curriculum.SubjectByConcept(c.Id)?.Key).OfType<string>().Distinct(StringComparer.Ordinal)];
        levels = [.. (document.Question?.Levels ?? []).Select(c => curriculum.LevelByConcept(c.Id)?.Key).OfType<string>().Distinct(StringComparer.Ordinal)];
        Mentioned = [.. document.Mentions.Take(MostMentions)];
    }

    /// <summary>The post as it came.</summary>
    public PostObject Document { get; }

    /// <summary>Who is mentioned, at most 100.</summary>
    public IReadOnlyList<Mention> Mentioned { get; }

    /// <summary>
    /// The same with a shorter list of recipients: those under one authority, where alone somebody may be addressed without a mention.
    /// At most 100.
    /// </summary>
    public IEnumerable<string> RecipientsOf(InstanceUris instance) => Document.Audience.All.Where(instance.IsOurs).Take(MostMentions);

    /// <summary>The row to store.</summary>
    /// <param name="surroundings">What the database knows.</param>
    /// <param name="id">The snowflake: that of the stored row, or a fresh one for the post's own time.</param>
    /// <param name="told">When this version was told (the activity's own time): orders silent changes.</param>
    /// <param name="now">When it was received or fetched.</param>
    public PostRow ToRow(PostSurroundings surroundings, long id, DateTimeOffset? told, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var d = Document;
        var published = d.Published is { } p && p < now ? p : now;
        var updated = d.Updated is { } u && u > now ? now : d.Updated;
        var mentions = Mentioned.Select(m => surroundings.Actor(m.Href) ?? Unknown(m)).ToArray();
        var parent = d.InReplyTo is null ? null : surroundings.Post(d.InReplyTo);
        return new PostRow
        {
            Id = id,
            Uri = d.Id,
            Url = d.Url,
            Author = surroundings.Author,
            Local = false,
            Kind = Kind(d),
            Visibility = Visible(d.VisibilityFor(surroundings.AuthorFollowers)),
            InReplyTo = parent?.Id,
            InReplyToUri = d.InReplyTo,
            InReplyToAuthor = parent?.Author,
            Thread = parent?.Thread ?? id,
            ContextUri = d.Context ?? d.Conversation,
            Title = title,
            Content = content,
            Spoiler = spoiler,
            Sensitive = d.Sensitive || spoiler.Length > 0,
            Language = d.Language,
            Tags = [.. d.Hashtags.Select(h => h.Key)],
            TagNames = [.. d.Hashtags.Select(h => h.Name)],
            Mentions = mentions,
            SilentlyAddressed = [.. surroundings.Addressed.Except(mentions.Select(m => m.Actor)).Distinct()],
            Attachments = [.. d.Attachments.Take(MostAttachments).Select((a, n) => Attached(a, id, n))],
            Emojis = [.. d.Emojis.Select(e => new EmojiRef(e.Shortcode, e.Url))],
            Poll = d.Poll is { } poll ? Told(poll) : null,
            RepliesUri = d.Replies?.Id,
            IsQuestion = IsQuestion,
            QuestionState = d.Question is { } question ? State(question.State) : null,
            Subjects = subjects,
            Levels = levels,
            KeptAnswers = [.. (d.Question?.AcceptedAnswers ?? []).Take(MostKeptAnswers)],
            DuplicateOf = d.Question?.DuplicateOf,
            IsAnswer = d.AnswerTo is not null && d.InReplyTo is not null,
            PublishedAt = published,
            EditedAt = updated > published ? updated : null,
            UpdatedAt = updated,
            StructureAt = told ?? updated ?? published,
            FetchedAt = now,
        };
    }

    // A Question without choices is a question for people to answer (ActivityStreams §3.3), as forums send it.
    private bool IsQuestion => Document.Question is not null || (Document.Type == "Question" && Document.Poll is null);

    private static MentionRef Unknown(Mention mention)
    {
        var host = WebAddress.HostOf(mention.Href) ?? "";
        var handle = (mention.Name ?? "").Trim().TrimStart('@').Split('@', 2);
        return handle is [{ Length: > 0 } user, { Length: > 0 } domain]
            ? new(0, mention.Href, user, domain.ToLowerInvariant(), WebAddress.IsWeb(mention.Href) ? mention.Href : null)
            : new(0, mention.Href, handle[0], host, WebAddress.IsWeb(mention.Href) ? mention.Href : null);
    }

    private static AttachmentRef Attached(Attachment a, long post, int number) => new()
    {
        // Unique beside its post: attachments are only looked up together with it.
        Id = post + number + 1,
        Type = a.MediaType switch
        {
            null => a.Type switch { "Image" => "image", "Video" => "video", "Audio" => "audio", _ => "unknown" },
            var m when m.StartsWith("image/", StringComparison.Ordinal) => "image",
            var m when m.StartsWith("video/", StringComparison.Ordinal) => "video",
            var m when m.StartsWith("audio/", StringComparison.Ordinal) => "audio",
            _ => "unknown",
        },
        MediaType = a.MediaType,
        Url = a.Url,
        Description = a.Description,
        Blurhash = a.Blurhash,
        Width = a.Width,
        Height = a.Height,
        FocusX = a.FocalPoint?.X,
        FocusY = a.FocalPoint?.Y,
    };

    private static PollRef Told(Poll poll) => new(
        poll.Multiple,
        [.. poll.Options.Select(o => new PollOption(o.Name, Count(o.Votes)))],
        poll.VotersCount is { } voters ? Count(voters) : null,
        poll.EndTime,
        poll.Closed);

    private static int Count(long told) => (int)Math.Min(told, int.MaxValue);

    private static PostKind Kind(PostObject post) => post.Type switch
    {
        "Article" => PostKind.Article,
        "Page" => PostKind.Page,
        "Event" => PostKind.Event,
        "Video" => PostKind.Video,
        "Image" => PostKind.Image,
        "Audio" => PostKind.Audio,
        "Question" when post.Poll is not null => PostKind.Poll,
        _ => PostKind.Note,
    };

    private static Visibility Visible(WireVisibility visibility) => visibility switch
    {
        WireVisibility.Public => Visibility.Public,
        WireVisibility.Unlisted => Visibility.Unlisted,
        WireVisibility.Followers => Visibility.Followers,
        _ => Visibility.Direct,
    };

    private static QuestionState State(WireState state) => state switch
    {
        WireState.Answered => QuestionState.Answered,
        WireState.Closed => QuestionState.Closed,
        _ => QuestionState.Open,
    };

    private static string? Cut(string? text, int length) =>
        text is null || text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

/// <summary>What the database knows of those whom a post names.</summary>
public sealed record PostSurroundings
{
    /// <summary>The author's snowflake.</summary>
    public required long Author { get; init; }

    /// <summary>The author's followers collection; null when it has none.</summary>
    public string? AuthorFollowers { get; init; }

    /// <summary>A known actor as a mention of it; null when not known.</summary>
    public required Func<string, MentionRef?> Actor { get; init; }

    /// <summary>A known post, as the parent of an answer; null when not known.</summary>
    public required Func<string, ParentRef?> Post { get; init; }

    /// <summary>Local people in <c>to</c> and <c>cc</c>.</summary>
    public IReadOnlyList<long> Addressed { get; init; } = [];
}

/// <summary>The post that is answered.</summary>
/// <param name="Id">Snowflake.</param>
/// <param name="Author">Its author.</param>
/// <param name="Thread">Its thread.</param>
public sealed record ParentRef(long Id, long Author, long Thread);
