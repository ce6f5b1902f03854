using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>Which public questions are listed.</summary>
/// <param name="Subject">Only about this subject, by key.</param>
/// <param name="Levels">Only for one of these levels, by key; empty: for any.</param>
/// <param name="State">Only in this state.</param>
public sealed record QuestionFilter(string? Subject = null, IReadOnlyList<string>? Levels = null, QuestionState? State = null)
{
    /// <summary>The levels that somebody who looks for one means: itself, those inside it, and those it lies in.</summary>
    public static IReadOnlyList<string> Around(Level level, CurriculumCatalogue curriculum)
    {
        List<string> keys = [.. Within(level)];
        for (var outer = curriculum.Level(level.Within); outer is not null; outer = curriculum.Level(outer.Within))
        {
            keys.Add(outer.Key);
        }

        return keys;

        IEnumerable<string> Within(Level l) => curriculum.Inside(l).SelectMany(Within).Prepend(l.Key);
    }
}

/// <summary>Public questions that this instance knows, of its own people and of others.</summary>
public sealed class QuestionTimeline(NpgsqlDataSource database)
{
    /// <summary>A page, newest first. Index: posts_questions.</summary>
    /// <param name="viewer">Who looks; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="filter">Which questions.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<TimelineItem>> PageAsync(long viewer, QuestionFilter filter, Paging page, CancellationToken cancel)
    {
        // A question whose server says nothing of its state is open.
        await using var command = database.CreateCommand(
            $"""
            select p.id, p.author, 0::smallint, p.id
            from posts p
            where p.is_question and p.visibility = 0 and p.id < $2 and p.id > $3
                and ($5::text is null or p.subjects @> array[$5])
                and (cardinality($6::text[]) = 0 or p.levels && $6)
                and ($7::smallint is null or coalesce(p.question_state, {(int)QuestionState.Open}) = $7)
                {PublicFilter.ReadableSql}
            order by p.id {page.Order} limit $4
            """);
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = page.Below });
        command.Parameters.Add(new() { Value = page.Above });
        command.Parameters.Add(new() { Value = page.Limit });
        command.Parameters.Add(new() { Value = (object?)filter.Subject ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = filter.Levels?.ToArray() ?? [] });
        command.Parameters.Add(new() { Value = filter.State is { } state ? (short)state : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Smallint });
        return page.NewestFirst(await TimelineItem.AllAsync(command, cancel));
    }
}
