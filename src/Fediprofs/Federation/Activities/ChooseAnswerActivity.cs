using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using QuestionState = Fediprofs.Domain.Posts.QuestionState;

namespace Fediprofs.Federation.Activities;

/// <summary>The asker keeps an answer, and takes that back. Only the question's own author may, and only what answers it counts.</summary>
internal static partial class ChooseAnswerActivity
{
    public static void Touch(Incoming incoming, Touched touched, InstanceUris instance)
    {
        var choice = (ChooseAnswer)incoming.Activity;
        touched.Own(choice.Id);
        touched.Post(choice.Object.Id);
        touched.Whole(choice.QuestionId);
    }

    public static Receipt Receive(Reception reception)
    {
        var choice = (ChooseAnswer)reception.Incoming.Activity;
        if (reception.OwnId(choice.QuestionId) is { } asked && reception.Known.Post(asked) is null && !reception.Known.IsGone(asked) && reception.Signer.FollowedHere)
        {
            return new Receipt.Awaiting(asked);
        }

        if (QuestionOf(choice, reception, out var refused) is not { } question)
        {
            return refused!;
        }

        if (choice.Object.Id is not { } answerId || reception.Known.IsGone(answerId))
        {
            return new Receipt.Ignored("keeps no answer");
        }

        if (reception.Known.Post(answerId) is not { } answer)
        {
            return WebAddress.IsWeb(answerId) && !reception.Instance.IsOurs(answerId) ? new Receipt.Awaiting(answerId) : new Receipt.Ignored("keeps no known answer");
        }

        if (answer.Thread != question.Thread || answer.Id == question.Id)
        {
            return new Receipt.Refused("keeps what does not answer the question");
        }

        return question.KeptAnswers.Contains(answerId, StringComparer.Ordinal)
            ? new Receipt.Ignored("keeps an answer that is kept already")
            : Change(question, [.. question.KeptAnswers, answerId], reception);
    }

    public static Receipt Undo(ChooseAnswer choice, Reception reception)
    {
        if (QuestionOf(choice, reception, out var refused) is not { } question)
        {
            return refused!;
        }

        return question.KeptAnswers.Contains(choice.Object.Id, StringComparer.Ordinal)
            ? Change(question, [.. question.KeptAnswers.Where(a => a != choice.Object.Id)], reception)
            : new Receipt.Ignored("lets go of an answer that is not kept");
    }

    private static PostRow? QuestionOf(ChooseAnswer choice, Reception reception, out Receipt? refused)
    {
        refused = null;
        if (choice.QuestionId is not { } uri || reception.Known.Whole(uri) is not { IsQuestion: true } question)
        {
            refused = new Receipt.Ignored("keeps an answer to no known question");
            return null;
        }

        if (question.Author != reception.Signer.Id)
        {
            refused = new Receipt.Refused("keeps an answer to the question of another");
            return null;
        }

        return question;
    }

    private static Receipt.Applied Change(PostRow question, IReadOnlyList<string> kept, Reception reception) => new(new PostChanged(
        question with
        {
            KeptAnswers = kept,
            QuestionState = question.QuestionState == QuestionState.Closed ? QuestionState.Closed : kept.Count > 0 ? QuestionState.Answered : QuestionState.Open,
            StructureAt = reception.Incoming.Activity.Published ?? reception.Incoming.ReceivedAt,
        },
        Explicit: false));
}
