using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Makes the row of a local post from its folded stream: the same when it is published and when it is rebuilt.</summary>
public sealed class LocalPostRow(InstanceUris uris, CurriculumCatalogue curriculum)
{
    /// <summary>The row.</summary>
    /// <param name="post">The folded stream.</param>
    /// <param name="author">The author's row.</param>
    /// <param name="mentioned">Rows of those mentioned, by id; one that is gone stays out.</param>
    public PostRow From(LocalPost post, ActorRow author, IReadOnlyDictionary<string, ActorRow> mentioned)
    {
        var id = post.Published.Post;
        var added = post.IsQuestion ? QuestionMarkup.Hashtags(post, curriculum) : [];
        IReadOnlyList<string> names = [.. post.TagNames, .. added];
        var tags = names.Select(n => (Name: n, Key: HashtagName.Normalize(n))).Where(t => t.Key is not null).DistinctBy(t => t.Key).ToList();
        return new PostRow
        {
            Id = id,
            Uri = uris.Post(id),
            Url = uris.PostPage(author.Username, id),
            Author = author.Id,
            Local = true,
            Kind = PostKind.Note,
            Visibility = post.Published.Visibility,
            InReplyToUri = post.Published.InReplyToUri,
            Title = post.Title,
            Content = post.IsQuestion ? QuestionMarkup.Html(post, added, uris) : post.Content,
            Source = post.Source,
            Spoiler = post.Spoiler,
            Sensitive = post.Sensitive,
            Language = post.Language,
            Tags = [.. tags.Select(t => t.Key!)],
            TagNames = [.. tags.Select(t => t.Name)],
            Mentions = [.. post.MentionUris.Select(mentioned.GetValueOrDefault).OfType<ActorRow>().Where(a => a.DeletedAt is null)
                .Select(a => new MentionRef(a.Id, a.Uri, a.Username, a.Domain, a.Url))],
            IsQuestion = post.IsQuestion,
            QuestionState = post.State,
            Subjects = post.Subjects,
            Levels = post.Levels,
            KeptAnswers = post.KeptAnswers,
            IsAnswer = post.Published.IsAnswer,
            RepliesUri = uris.Replies(id),
            PublishedAt = post.PublishedAt,
            EditedAt = post.EditedAt,
            UpdatedAt = post.EditedAt,
            StructureAt = post.ChangedAt,
            Version = post.Version,
        };
    }
}
