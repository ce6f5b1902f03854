using System.Text.Json;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>What of a post is the same for every reader, as bytes.</summary>
/// <param name="Members">The members of the Status object, without its braces.</param>
/// <param name="Author">The author's actor id.</param>
/// <param name="Visibility">Who may see it.</param>
internal sealed record RenderedStatus(byte[] Members, long Author, Visibility Visibility);

/// <summary>Posts as bytes, by id.</summary>
internal sealed class StatusParts(PostLookup posts, Reach reach, StatusEntities entities) : Kept<long, RenderedStatus>(capacity: 8000)
{
    protected override async Task<Dictionary<long, RenderedStatus>> ReadAsync(IReadOnlyList<long> keys, CancellationToken cancel)
    {
        var rows = await posts.ByIdsAsync(keys, cancel);
        var counts = await posts.CountsAsync(rows.Keys, cancel);
        List<PostRow> questions = [.. rows.Values.Where(p => p.IsQuestion)];
        var kept = await posts.ByUrisAsync([.. questions.SelectMany(q => q.KeptAnswers)], cancel);
        var reached = await reach.OfAsync([.. questions.Select(q => q.Id)], cancel);
        return rows.Values.ToDictionary(
            p => p.Id,
            p => new RenderedStatus(
                Members(entities.Of(p, counts.GetValueOrDefault(p.Id), kept, reached.GetValueOrDefault(p.Id))), p.Author, p.Visibility));
    }

    public static byte[] Members(Status status) =>
        JsonSerializer.SerializeToUtf8Bytes(status, EntityJson.Relaxed.Status)[1..^1];
}

/// <summary>Posts as Status entities.</summary>
internal sealed class StatusEntities(InstanceUris uris, CurriculumCatalogue curriculum, TimeProvider time)
{
    public Status Of(PostRow post, PostCounts counts, IReadOnlyDictionary<string, PostRow> kept, PostReach reach) => new()
    {
        Id = post.Id,
        CreatedAt = post.PublishedAt,
        InReplyToId = post.InReplyTo,
        InReplyToAccountId = post.InReplyToAuthor,
        Sensitive = post.Sensitive,
        SpoilerText = post.Spoiler,
        Visibility = MastodonWords.Of(post.Visibility),
        Language = post.Language,
        Uri = post.Uri,
        Url = post.Url ?? post.Uri,
        RepliesCount = counts.Replies,
        ReblogsCount = counts.Boosts,
        FavouritesCount = counts.Favourites,
        EditedAt = post.EditedAt,
        Content = post.Content,
        MediaAttachments = MediaOf(post),
        Mentions = [.. post.Mentions.Where(m => m.Actor != 0)
            .Select(m => new StatusMention(m.Actor, m.Username, m.Url ?? m.Uri, m.Domain.Length == 0 ? m.Username : $"{m.Username}@{m.Domain}"))],
        Tags = [.. post.Tags.Select(t => new StatusTag(t, uris.Tag(t)))],
        Emojis = MastodonWords.Of(post.Emojis),
        Poll = post.Poll is { } poll ? PollOf(post, poll) : null,
        Fediprofs = post.IsQuestion || post.IsAnswer
            ? new() { Question = post.IsQuestion ? QuestionOf(post, kept, reach) : null, Answer = post.IsAnswer }
            : null,
    };

    public static IReadOnlyList<MediaAttachment> MediaOf(PostRow post) =>
        [.. post.Attachments.Select((a, i) => new MediaAttachment
        {
            // Files of others have no number here: one that no other attachment of the post has.
            Id = a.Id != 0 ? a.Id : post.Id + 1 + i,
            Type = a.Type,
            Url = a.Url,
            PreviewUrl = a.Type == "image" ? a.Url : null,
            RemoteUrl = post.Local ? null : a.Url,
            Meta = a is { Width: > 0, Height: > 0 } or { FocusX: not null, FocusY: not null }
                ? new(
                    a is { Width: > 0 and { } width, Height: > 0 and { } height } ? new(width, height, $"{width}x{height}", Math.Round((double)width / height, 6)) : null,
                    a is { FocusX: { } x, FocusY: { } y } ? new(x, y) : null)
                : null,
            Description = a.Description,
            Blurhash = a.Blurhash,
        })];

    private Poll PollOf(PostRow post, PollRef poll) => new()
    {
        Id = post.Id,
        ExpiresAt = poll.EndsAt,
        Expired = poll.Closed || poll.EndsAt < time.GetUtcNow(),
        Multiple = poll.Multiple,
        VotesCount = poll.Options.Sum(o => o.Votes ?? 0),
        VotersCount = poll.Voters,
        Options = [.. poll.Options.Select(o => new Entities.PollOption(o.Title, o.Votes))],
        Emojis = MastodonWords.Of(post.Emojis),
    };

    private Question QuestionOf(PostRow post, IReadOnlyDictionary<string, PostRow> kept, PostReach reach) => new()
    {
        Title = post.Title ?? "",
        State = MastodonWords.Of(post.QuestionState),
        Subjects = [.. post.Subjects.Select(curriculum.Subject).OfType<Subject>().Select(Of)],
        Levels = [.. post.Levels.Select(curriculum.Level).OfType<Level>().Select(Of)],
        KeptAnswers = [.. post.KeptAnswers.Select(uri => new KeptAnswer(kept.GetValueOrDefault(uri)?.Id, uri))],
        DuplicateOf = post.DuplicateOf,
        Reach = new(reach.Colleagues, reach.Academies, reach.Servers),
    };

    public static Topic Of(CurriculumTopic topic) => new(topic.Key, topic.French, topic.English, topic.Hashtag);
}
