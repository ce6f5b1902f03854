using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Fediprofs.Domain.Posts;

/// <summary>Folds the stream of a local post. Pure: it may be run again at any time.</summary>
public sealed partial class LocalPostFold : SingleStreamProjection<LocalPost, string>
{
    /// <inheritdoc/>
    public override LocalPost? Evolve(LocalPost? snapshot, string id, IEvent e) => Next(snapshot, id, e.Data, e.Timestamp);

    /// <summary>The state after one more event.</summary>
    public static LocalPost? Next(LocalPost? state, string id, object data, DateTimeOffset at)
    {
        var next = data switch
        {
            PostPublished e => new LocalPost
            {
                Id = id,
                Published = e,
                PublishedAt = at,
                Source = e.Source,
                Content = e.Content,
                Spoiler = e.Spoiler,
                Sensitive = e.Sensitive,
                Language = e.Language,
                TagNames = e.TagNames,
                MentionUris = e.MentionUris,
            },
            _ when state is null => null,
            QuestionAsked e => state with { IsQuestion = true, Title = e.Title, Subjects = e.Subjects, Levels = e.Levels },
            PostEdited e => state with
            {
                Title = state.IsQuestion ? e.Title : null,
                Source = e.Source,
                Content = e.Content,
                Spoiler = e.Spoiler,
                Sensitive = e.Sensitive,
                Language = e.Language,
                TagNames = e.TagNames,
                MentionUris = e.MentionUris,
                Subjects = e.Subjects,
                Levels = e.Levels,
                EditedAt = at,
            },
            AnswerKept e => state with
            {
                KeptAnswers = state.KeptAnswers.Contains(e.AnswerUri) ? state.KeptAnswers : [.. state.KeptAnswers, e.AnswerUri],
                SolvedShown = state.SolvedShown || e.Announce,
                EditedAt = e.Announce ? at : state.EditedAt,
            },
            AnswerReleased e => state with { KeptAnswers = [.. state.KeptAnswers.Where(a => a != e.AnswerUri)], SolvedShown = state.SolvedShown && state.KeptAnswers.Count > 1 },
            QuestionClosed => state with { Closed = true },
            QuestionReopened => state with { Closed = false },
            PostDeleted => state with { Deleted = true },
            _ => state,
        };
        return next is null ? null : next with { Version = next.Version + 1, ChangedAt = at };
    }
}
