using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Questions;

namespace Fediprofs.Web.Posts;

/// <summary>Turns rows into what a page shows, many at a time and a constant number of queries, as one reader may see them.</summary>
public sealed class PostViews(
    PostAccess access, PostLookup posts, ActorLookup actors, ReactionLookup reactions, Domain.Questions.Reach reach, AuthorViews authors, TopicLinks topics, Texts texts)
{
    /// <summary>The lines of a timeline; those that the reader may not see are left out.</summary>
    /// <param name="reader">Who looks; <see cref="VisibleTo.Anyone"/> for a visitor.</param>
    /// <param name="items">The lines.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<PostView>> OfAsync(long reader, IReadOnlyList<TimelineItem> items, CancellationToken cancel)
    {
        var rows = (await access.VisibleAsync(reader, [.. items.Select(i => i.PostId)], cancel)).ToDictionary(p => p.Id);
        var batch = await GatherAsync(reader, rows.Values, items.Where(i => i.Kind == EntryKind.Boost).Select(i => i.Author), cancel);
        return
        [
            .. items.Where(i => rows.TryGetValue(i.PostId, out var row) && batch.Actors.ContainsKey(row.Author)).Select(i => View(reader, rows[i.PostId], batch, keeper: null) with
            {
                BoostedBy = i.Kind == EntryKind.Boost && batch.Actors.TryGetValue(i.Author, out var booster) ? authors.Of(booster) : null,
            }),
        ];
    }

    /// <summary>Posts by id, in the order asked for.</summary>
    public Task<IReadOnlyList<PostView>> OfAsync(long reader, IReadOnlyList<long> ids, CancellationToken cancel) =>
        OfAsync(reader, [.. ids.Select(i => new TimelineItem(i, 0, EntryKind.Post, i))], cancel);

    /// <summary>Rows that the reader is already known to see.</summary>
    /// <param name="reader">Who looks.</param>
    /// <param name="rows">The posts.</param>
    /// <param name="asked">A question of the thread: its asker may keep the others as answers, and its kept ones are marked. Or null.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<PostView>> OfAsync(long reader, IReadOnlyCollection<PostRow> rows, PostRow? asked, CancellationToken cancel)
    {
        var batch = await GatherAsync(reader, rows, [], cancel);
        return [.. rows.Where(r => batch.Actors.ContainsKey(r.Author)).Select(r => View(reader, r, batch, asked))];
    }

    private async Task<Batch> GatherAsync(long reader, IReadOnlyCollection<PostRow> rows, IEnumerable<long> boosters, CancellationToken cancel)
    {
        long[] ids = [.. rows.Select(r => r.Id)];
        var parents = (await access.VisibleAsync(reader, [.. rows.Select(r => r.InReplyTo).OfType<long>()], cancel)).ToDictionary(p => p.Id);
        var people = await actors.ByIdsAsync([.. rows.Select(r => r.Author).Concat(parents.Values.Select(p => p.Author)).Concat(boosters).Distinct()], cancel);
        var counts = await posts.CountsAsync(ids, cancel);
        var own = reader == VisibleTo.Anyone ? [] : await reactions.OwnAsync(reader, ids, cancel);
        var carried = await reach.OfAsync([.. rows.Where(r => r.IsQuestion).Select(r => r.Id)], cancel);
        return new Batch(parents, people, counts, own, carried);
    }

    private PostView View(long reader, PostRow row, Batch batch, PostRow? keeper)
    {
        var author = batch.Actors[row.Author];
        var counts = batch.Counts.GetValueOrDefault(row.Id);
        return new PostView(
            row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), AuthorViews.PageOf(row, author), authors.Of(author), row.PublishedAt,
            row is { IsQuestion: true, Title: { } title } ? QuestionContent.WithoutTitle(row.Content, title) : row.Content,
            new PostCounts(counts.Replies, counts.Boosts, counts.Favourites))
        {
            EditedAt = row.EditedAt,
            Language = row.Language,
            ContentWarning = row.Spoiler.Length > 0 ? row.Spoiler : null,
            Audience = (AudienceView)(int)row.Visibility,
            Attachments = [.. row.Attachments.Select(Attachment)],
            Question = row.IsQuestion ? Question(row, batch.Carried.GetValueOrDefault(row.Id)) : null,
            Kept = keeper?.KeptAnswers.Contains(row.Uri) == true,
            AnswerTo = Parent(row, batch),
            OriginalUrl = row.Local ? null : row.Url ?? row.Uri,
            Actions = reader == VisibleTo.Anyone ? [] : [.. PostActs.Offered(reader, row, AuthorViews.PageOf(row, author), batch.Own.GetValueOrDefault(row.Id), keeper)],
        };
    }

    private QuestionView Question(PostRow row, PostReach carried) => new(
        row.Title ?? "",
        row.QuestionState switch
        {
            QuestionState.Answered => QuestionStateView.Answered,
            QuestionState.Closed => QuestionStateView.Closed,
            _ => QuestionStateView.Open,
        },
        topics.Subjects(row.Subjects), topics.Levels(row.Levels), new ReachView(carried.Colleagues, carried.Academies));

    private LinkView? Parent(PostRow row, Batch batch) =>
        row.InReplyTo is { } id && batch.Parents.TryGetValue(id, out var parent) && batch.Actors.TryGetValue(parent.Author, out var author)
            ? new LinkView(parent.Title ?? texts["post.by", AuthorViews.NameOf(author)], AuthorViews.PageOf(parent, author))
            : null;

    private static AttachmentView Attachment(AttachmentRef file) => new(
        file.Type switch
        {
            "image" => AttachmentKind.Image,
            "video" or "gifv" => AttachmentKind.Video,
            "audio" => AttachmentKind.Audio,
            _ => AttachmentKind.File,
        },
        file.Url, null, file.Description, file.Width, file.Height);

    private sealed record Batch(
        Dictionary<long, PostRow> Parents, Dictionary<long, ActorRow> Actors,
        Dictionary<long, Domain.Posts.PostCounts> Counts, Dictionary<long, OwnReactions> Own, Dictionary<long, PostReach> Carried);
}
