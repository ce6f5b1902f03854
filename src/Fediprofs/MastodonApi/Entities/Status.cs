using System.Text.Json.Serialization;

namespace Fediprofs.MastodonApi.Entities;

/// <summary>
/// https://docs.joinmastodon.org/entities/Status/ without what changes by itself or with the reader: <c>account</c>,
/// <c>reblog</c>, <c>favourited</c>, <c>reblogged</c>, <c>muted</c>, <c>bookmarked</c>, <c>pinned</c>, <c>filtered</c>, which
/// <see cref="Rendering.StatusRenderer"/> adds.
/// </summary>
internal sealed record Status
{
    public required long Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long? InReplyToId { get; init; }

    public long? InReplyToAccountId { get; init; }

    public bool Sensitive { get; init; }

    public string SpoilerText { get; init; } = "";

    public required string Visibility { get; init; }

    public string? Language { get; init; }

    public required string Uri { get; init; }

    public required string? Url { get; init; }

    public int RepliesCount { get; init; }

    public int ReblogsCount { get; init; }

    public int FavouritesCount { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public string Content { get; init; } = "";

    public IReadOnlyList<MediaAttachment> MediaAttachments { get; init; } = [];

    public IReadOnlyList<StatusMention> Mentions { get; init; } = [];

    public IReadOnlyList<StatusTag> Tags { get; init; } = [];

    public IReadOnlyList<CustomEmoji> Emojis { get; init; } = [];

    public object? Card { get; init; }

    public Poll? Poll { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatusExtension? Fediprofs { get; init; }
}

/// <summary>https://docs.joinmastodon.org/entities/Status/#Mention</summary>
internal sealed record StatusMention(long Id, string Username, string Url, string Acct);

/// <summary>https://docs.joinmastodon.org/entities/Status/#Tag</summary>
internal sealed record StatusTag(string Name, string Url);

/// <summary>https://docs.joinmastodon.org/entities/MediaAttachment/</summary>
internal sealed record MediaAttachment
{
    public required long Id { get; init; }

    public required string Type { get; init; }

    public required string Url { get; init; }

    public string? PreviewUrl { get; init; }

    public string? RemoteUrl { get; init; }

    public MediaMeta? Meta { get; init; }

    public string? Description { get; init; }

    public string? Blurhash { get; init; }
}

/// <summary>What is known of a file: https://docs.joinmastodon.org/entities/MediaAttachment/#meta</summary>
internal sealed record MediaMeta(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MediaSize? Original,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MediaFocus? Focus);

/// <summary>Pixels.</summary>
internal sealed record MediaSize(int Width, int Height, string Size, double Aspect);

/// <summary>−1 to 1 from the middle.</summary>
internal sealed record MediaFocus(double X, double Y);

/// <summary>https://docs.joinmastodon.org/entities/Poll/</summary>
internal sealed record Poll
{
    public required long Id { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required bool Expired { get; init; }

    public required bool Multiple { get; init; }

    public required int VotesCount { get; init; }

    public required int? VotersCount { get; init; }

    public required IReadOnlyList<PollOption> Options { get; init; }

    public required IReadOnlyList<CustomEmoji> Emojis { get; init; }
}

/// <summary>https://docs.joinmastodon.org/entities/Poll/#Option</summary>
internal sealed record PollOption(string Title, int? VotesCount);

/// <summary>https://docs.joinmastodon.org/entities/StatusEdit/ without its <c>account</c>.</summary>
internal sealed record StatusEdit(
    string Content, string SpoilerText, bool Sensitive, DateTimeOffset CreatedAt, IReadOnlyList<MediaAttachment> MediaAttachments, IReadOnlyList<CustomEmoji> Emojis);

/// <summary>https://docs.joinmastodon.org/entities/StatusSource/, with the parts of a question beside it.</summary>
internal sealed record StatusSource(
    long Id, string Text, string SpoilerText,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuestionSource? Fediprofs);

/// <summary>A question as written.</summary>
internal sealed record QuestionSource(string? Title, IReadOnlyList<string> Subjects, IReadOnlyList<string> Levels);
