using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Domain.Questions;

/// <summary>
/// Releases kept answers that are gone: whoever deletes an answer opens the question again, and those who know it hear so by its
/// Update. Asking twice changes nothing, so a change read again does no harm.
/// </summary>
public sealed class AnswerRelease(LocalPostWriting local, ChangeReading reading, ILogger<AnswerRelease> log) : ChangeConsumer("answer-release", reading, log)
{
    /// <summary>Which of the kept answers are released. Pure; no actor is asked, since the answer's author has decided.</summary>
    public static LocalPostChange Decide(LocalPost question, IReadOnlySet<string> gone) =>
        new([.. question.KeptAnswers.Where(gone.Contains).Select(a => new AnswerReleased(a))], Explicit: false);

    /// <inheritdoc/>
    protected override async Task ConsumeAsync(RowWriting writing, IReadOnlyList<ChangeRow> changes, CancellationToken cancel)
    {
        if (!changes.Any(c => c.Kind is ChangeKind.PostRemoved or ChangeKind.ActorRemoved))
        {
            return;
        }

        foreach (var question in (await GoneAsync(writing, cancel)).GroupBy(k => k.Question))
        {
            var gone = question.Select(k => k.Answer).ToHashSet(StringComparer.Ordinal);
            await local.ChangeAsync(question.Key, post => Decide(post, gone), cancel);
        }
    }

    /// <summary>Kept answers whose ids have a tombstone: the row, and with it the id, is gone by now. Index: posts_keeping.</summary>
    private static async Task<List<(long Question, string Answer)>> GoneAsync(RowWriting writing, CancellationToken cancel)
    {
        await using var command = writing.Command(
            """
            select q.id, k.uri from posts q cross join unnest(q.kept_answers) as k(uri)
            where q.local and q.is_question and q.kept_answers <> '{}'
                and exists (select from tombstones t where t.uri_key = encode(substring(sha256(convert_to(k.uri, 'UTF8')) for 16), 'hex')::uuid)
            """);
        var gone = new List<(long, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            gone.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return gone;
    }
}
