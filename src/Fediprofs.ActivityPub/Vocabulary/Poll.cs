using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>The choices of a Question (FEP-9967).</summary>
/// <param name="Multiple">Whether several may be chosen (<c>anyOf</c>).</param>
/// <param name="Options">The choices, in order; at most 500.</param>
/// <param name="EndTime">When voting ends.</param>
/// <param name="Closed">Whether it is over, as the author's server says.</param>
/// <param name="ClosedAt">When it ended, if the author's server says.</param>
/// <param name="VotersCount">How many people voted.</param>
public sealed record Poll(
    bool Multiple,
    IReadOnlyList<PollOption> Options,
    DateTimeOffset? EndTime = null,
    bool Closed = false,
    DateTimeOffset? ClosedAt = null,
    long? VotersCount = null)
{
    private const int MostOptions = 500;

    internal static Poll? Read(JsonElement json)
    {
        var multiple = json.Member("anyOf") is not null;
        var options = json.Each(multiple ? "anyOf" : "oneOf")
            .Select(option => option.MeaningfulText("name") is { } name
                ? new PollOption(name, option.Member("replies")?.Count("totalItems") ?? 0)
                : null)
            .OfType<PollOption>()
            .DistinctBy(option => option.Name)
            .Take(MostOptions)
            .ToArray();
        if (options.Length == 0)
        {
            return null;
        }

        var closedAt = json.Instant("closed");
        return new Poll(
            multiple, options, json.Instant("endTime") ?? closedAt, closedAt is not null || json.Flag("closed") is true, closedAt,
            json.Count("votersCount"));
    }
}

/// <summary>One choice of a poll.</summary>
/// <param name="Name">Its text; a vote names it.</param>
/// <param name="Votes">How many chose it.</param>
public sealed record PollOption(string Name, long Votes);
