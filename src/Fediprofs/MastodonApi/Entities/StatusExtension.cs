using System.Text.Json.Serialization;

namespace Fediprofs.MastodonApi.Entities;

/// <summary>What Fediprofs adds to a status, under <c>fediprofs</c>, where it is a question or an answer.</summary>
internal sealed record StatusExtension
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Question? Question { get; init; }

    /// <summary>Whether its author meant it as an answer to the question it replies to.</summary>
    public bool Answer { get; init; }
}

/// <summary>The question's part.</summary>
internal sealed record Question
{
    public required string Title { get; init; }

    /// <summary><c>open</c>, <c>answered</c>, <c>closed</c>.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<Topic> Subjects { get; init; }

    public required IReadOnlyList<Topic> Levels { get; init; }

    public required IReadOnlyList<KeptAnswer> KeptAnswers { get; init; }

    public required string? DuplicateOf { get; init; }

    public required QuestionReach Reach { get; init; }
}

/// <summary>A subject or level of the curriculum.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Label">French label.</param>
/// <param name="LabelEn">English label.</param>
/// <param name="Hashtag">Without #.</param>
internal sealed record Topic(string Key, string Label, string LabelEn, string Hashtag);

/// <summary>An answer that the asker keeps.</summary>
/// <param name="Id">Its status id; null when it is not known here.</param>
/// <param name="Uri">Its ActivityPub id.</param>
internal sealed record KeptAnswer(long? Id, string Uri);

/// <summary>How far a question was carried by boosts.</summary>
/// <param name="Colleagues">People who boosted it.</param>
/// <param name="Academies">Their académies, as far as they say.</param>
/// <param name="Servers">Their servers.</param>
internal sealed record QuestionReach(int Colleagues, int Academies, int Servers);

/// <summary>The curriculum's subjects and levels, in the order in which people see them.</summary>
internal sealed record Curriculum(IReadOnlyList<Topic> Subjects, IReadOnlyList<Topic> Levels);

/// <summary>How far a post has come.</summary>
/// <param name="Total">Servers it goes to.</param>
/// <param name="Delivered">Those that took it.</param>
/// <param name="Failed">Those that refused it, or were given up.</param>
/// <param name="Underway">Those it is still on its way to.</param>
internal sealed record Delivery(int Total, int Delivered, int Failed, int Underway);
