using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using QuestionState = Fediprofs.ActivityPub.Vocabulary.QuestionState;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Federation.Documents;

/// <summary>
/// Local posts as Notes. A question stays a Note: bold title, text and hashtags are its content, its structure additional tags
/// (federation-facts §4).
/// </summary>
internal sealed class Notes(ActorLookup actors, PostLookup posts, CurriculumCatalogue curriculum, InstanceUris uris)
{
    private static readonly IReadOnlyList<string> Everybody = [PublicCollection.Id];

    /// <summary>One local post; null when its author is gone.</summary>
    public async Task<NoteDocument?> OfAsync(PostRow post, CancellationToken cancel) => await OfAsync([post], cancel) is [var note, ..] ? note : null;

    /// <summary>Local posts in their order, in two queries; remote ones are left out.</summary>
    public async Task<IReadOnlyList<NoteDocument>> OfAsync(IReadOnlyList<PostRow> wanted, CancellationToken cancel)
    {
        var local = wanted.Where(p => p.Local).ToList();
        var people = await actors.ByIdsAsync([.. local.Select(p => p.Author), .. local.Select(p => p.InReplyToAuthor).OfType<long>()], cancel);
        var roots = await posts.ByIdsAsync([.. local.Where(p => p.Thread != p.Id).Select(p => p.Thread)], cancel);
        return
        [
            .. local.Where(p => people.ContainsKey(p.Author)).Select(p => Write(
                p, people[p.Author], p.InReplyToAuthor is { } parent ? people.GetValueOrDefault(parent) : null, roots.GetValueOrDefault(p.Thread))),
        ];
    }

    private NoteDocument Write(PostRow post, ActorRow author, ActorRow? parentAuthor, PostRow? root)
    {
        var mentions = Mentions(post, author, parentAuthor);
        var addressing = Addressing.Of(post.Visibility, author.FollowersUri ?? uris.Followers(author.Id), [.. mentions.Select(m => m.Href)]);
        return new NoteDocument
        {
            Id = post.Uri,
            AttributedTo = author.Uri,
            Url = post.Url ?? uris.PostPage(author.Username, post.Id),
            Published = post.PublishedAt,
            Updated = post.EditedAt is { } edited && edited > post.PublishedAt ? edited : null,
            InReplyTo = post.InReplyToUri,
            To = addressing.To,
            Cc = addressing.Cc,
            Summary = post.Spoiler.Length > 0 ? post.Spoiler : null,
            Content = post.Content,
            Language = post.Language,
            Sensitive = post.Sensitive,
            Attachments = [.. post.Attachments.Select(Attachment)],
            Mentions = mentions,
            Hashtags = [.. post.Tags.Zip(post.TagNames, (key, name) => new Hashtag(key, name, uris.Tag(name)))],
            Question = post.IsQuestion ? Question(post) : null,
            AnswerTo = post.IsAnswer ? post.InReplyToUri : null,
            Replies = uris.Replies(post.Id),
            Context = Context(post, root),
            CanQuote = post.Visibility is Visibility.Public or Visibility.Unlisted ? Everybody : [],
        };
    }

    // Mastodon tells the author of the parent only when a Mention tag names them, whether the text does or not.
    private List<Mention> Mentions(PostRow post, ActorRow author, ActorRow? parentAuthor)
    {
        var mentions = post.Mentions.Select(m => new Mention(m.Uri, $"@{m.Username}@{(m.Domain.Length == 0 ? uris.Domain : m.Domain)}")).ToList();
        if (parentAuthor is { DeletedAt: null } parent && parent.Id != author.Id && !mentions.Exists(m => m.Href == parent.Uri))
        {
            mentions.Add(new(parent.Uri, $"@{parent.Username}@{(parent.Local ? uris.Domain : parent.Domain)}"));
        }

        return mentions;
    }

    // A thread's address is its origin's word; what began here is ours.
    private string? Context(PostRow post, PostRow? root) =>
        post.ContextUri ?? (post.Thread == post.Id || root is { Local: true } ? uris.Thread(post.Thread) : root?.ContextUri);

    private QuestionTags Question(PostRow post) => new(
        post.Title ?? "",
        [.. post.Subjects.Select(curriculum.Subject).OfType<CurriculumTopic>().Select(t => new Concept(t.ConceptId, t.French))],
        [.. post.Levels.Select(curriculum.Level).OfType<CurriculumTopic>().Select(t => new Concept(t.ConceptId, t.French))],
        post.QuestionState switch
        {
            Domain.Posts.QuestionState.Answered => QuestionState.Answered,
            Domain.Posts.QuestionState.Closed => QuestionState.Closed,
            _ => QuestionState.Open,
        },
        post.KeptAnswers,
        post.DuplicateOf);

    private static Attachment Attachment(AttachmentRef file) => new(
        file.Type switch { "image" => "Image", "video" or "gifv" => "Video", "audio" => "Audio", _ => "Document" },
        file.MediaType, file.Url, file.Description, file.Blurhash, file.Width, file.Height);
}
