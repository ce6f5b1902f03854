using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Questions;

/// <summary>The asker keeps an answer, or no longer.</summary>
/// <param name="By">Who wants it.</param>
/// <param name="Question">Snowflake of the question.</param>
/// <param name="Answer">Snowflake of the answer.</param>
/// <param name="Keep">True to keep, false to release.</param>
/// <param name="Announce">Whether people who know the question are to see that it is solved.</param>
public sealed record KeepAnswer(long By, long Question, long Answer, bool Keep = true, bool Announce = false);

/// <summary>
/// Keeping answers. Three messages go out, each for another reader: the question's Update, ChooseAnswer to the answer's author
/// and to those who know the vocabulary, and nothing at all on servers that know neither.
/// </summary>
public sealed class AnswerKeeping(LocalPostWriting local, PostAccess access, NpgsqlDataSource database, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Whether the answer may be kept or released, and as what. Pure.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="question">The question.</param>
    /// <param name="answerUri">The answer's id.</param>
    /// <param name="answers">Whether the answer's chain of parents reaches the question.</param>
    public static Outcome<IReadOnlyList<object>> Decide(KeepAnswer command, LocalPost question, string answerUri, bool answers)
    {
        if (!question.IsQuestion)
        {
            return Refusal.NotAQuestion;
        }

        if (question.Published.Author != command.By)
        {
            return Refusal.NotAllowed;
        }

        var kept = question.KeptAnswers.Contains(answerUri);
        if (!command.Keep)
        {
            return kept ? new object[] { new AnswerReleased(answerUri) } : Array.Empty<object>();
        }

        if (!answers)
        {
            return Refusal.NotAnAnswer;
        }

        return kept ? Array.Empty<object>() : new object[] { new AnswerKept(answerUri, command.Announce) };
    }

    /// <summary>Keeps or releases; answers the question's row.</summary>
    public async Task<Outcome<PostRow>> HandleAsync(KeepAnswer command, CancellationToken cancel)
    {
        var answer = await access.VisibleAsync(command.By, command.Answer, cancel);
        if (answer is null)
        {
            return Refusal.NotFound;
        }

        var answers = await AnswersAsync(answer.Id, command.Question, cancel);
        return await local.ChangeAsync(
            command.Question,
            question =>
            {
                var decided = Decide(command, question, answer.Uri, answers);
                if (decided.Refused)
                {
                    return decided.Refusal!.Value;
                }

                if (decided.Value.Count == 0)
                {
                    return new LocalPostChange([], Explicit: false);
                }

                return new LocalPostChange(decided.Value, Explicit: command is { Keep: true, Announce: true })
                {
                    Outgoing = [Choose(command, answer, uris.Post(command.Question))],
                    Changes = command.Keep ? [new(ChangeKind.AnswerKept, command.By, answer.Id, command.Question)] : [],
                };
            },
            cancel);
    }

    private Outgoing Choose(KeepAnswer command, PostRow answer, string question)
    {
        // The id follows from question and answer, so that an Undo names the same activity without a look-up.
        var choice = $"{question}#keeps-{UriKey.Of(answer.Uri):N}";
        return command.Keep
            ? new(ids.Next(), OutgoingKind.ChooseAnswer, command.By, command.Question, choice, answer.Author, new() { ObjectUri = answer.Uri, InnerObjectUri = question })
            : new(ids.Next(), OutgoingKind.UndoChooseAnswer, command.By, command.Question, $"{choice}-undo", answer.Author, new() { ObjectUri = choice, InnerObjectUri = answer.Uri });
    }

    /// <summary>Whether the chain of parents reaches the question (at most 50 steps). Index: posts_pkey.</summary>
    private async Task<bool> AnswersAsync(long answer, long question, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            with recursive chain as (
                select id, in_reply_to, 1 as depth from posts where id = $1
                union all
                select p.id, p.in_reply_to, c.depth + 1 from posts p join chain c on p.id = c.in_reply_to where c.depth < 50
            )
            select exists (select from chain where in_reply_to = $2)
            """);
        command.Parameters.Add(new() { Value = answer });
        command.Parameters.Add(new() { Value = question });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
