using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>What makes a note a question, read from and written to its <c>tag</c> (<see cref="FediprofsTerms"/>).</summary>
/// <param name="Title">The question in one line.</param>
/// <param name="Subjects">Subjects that it is about.</param>
/// <param name="Levels">Levels that it is about.</param>
/// <param name="State">Whether it still waits for an answer.</param>
/// <param name="AcceptedAnswers">Ids of the answers that the asker keeps.</param>
/// <param name="DuplicateOf">Id of the question that it repeats.</param>
public sealed record QuestionTags(
    string Title,
    IReadOnlyList<Concept> Subjects,
    IReadOnlyList<Concept> Levels,
    QuestionState State = QuestionState.Open,
    IReadOnlyList<string>? AcceptedAnswers = null,
    string? DuplicateOf = null)
{
    /// <summary>Ids of the answers that the asker keeps; empty when there are none.</summary>
    public IReadOnlyList<string> AcceptedAnswers { get; init; } = AcceptedAnswers ?? [];

    internal static QuestionTags? Read(JsonElement json)
    {
        if (Tags(json, FediprofsTerms.Question).Select(tag => tag.MeaningfulText("name")).FirstOrDefault(name => name is not null) is not { } title)
        {
            return null;
        }

        var state = Tags(json, FediprofsTerms.State).Select(tag => tag.Text("name")).FirstOrDefault();
        return new QuestionTags(
            title,
            Concepts(json, FediprofsTerms.Subject),
            Concepts(json, FediprofsTerms.Level),
            state switch { "answered" => QuestionState.Answered, "closed" => QuestionState.Closed, _ => QuestionState.Open },
            [.. Hrefs(json, FediprofsTerms.AcceptedAnswer).Distinct(StringComparer.Ordinal)],
            Hrefs(json, FediprofsTerms.DuplicateOf).FirstOrDefault());
    }

    internal static string? ReadAnswer(JsonElement json) => Hrefs(json, FediprofsTerms.Answer).FirstOrDefault();

    internal void Write(Utf8JsonWriter json)
    {
        WriteNamed(json, FediprofsTerms.Question, null, Title);
        foreach (var subject in Subjects)
        {
            WriteNamed(json, FediprofsTerms.Subject, subject.Id, subject.Name);
        }

        foreach (var level in Levels)
        {
            WriteNamed(json, FediprofsTerms.Level, level.Id, level.Name);
        }

        WriteNamed(json, FediprofsTerms.State, null, State switch
        {
            QuestionState.Answered => "answered",
            QuestionState.Closed => "closed",
            _ => "open",
        });
        foreach (var answer in AcceptedAnswers)
        {
            WriteLink(json, FediprofsTerms.AcceptedAnswer, answer);
        }

        if (DuplicateOf is not null)
        {
            WriteLink(json, FediprofsTerms.DuplicateOf, DuplicateOf);
        }
    }

    internal static void WriteLink(Utf8JsonWriter json, string type, string href)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("href", href);
        json.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter json, string type, string? id, string? name)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.Optional("id", id);
        json.Optional("name", name);
        json.WriteEndObject();
    }

    private static IEnumerable<JsonElement> Tags(JsonElement json, string type) => json.Each("tag").Where(tag => tag.HasType(type));

    private static IEnumerable<string> Hrefs(JsonElement json, string type) => Tags(json, type).Select(tag => tag.Iri("href")).OfType<string>();

    private static Concept[] Concepts(JsonElement json, string type) =>
        [.. Tags(json, type)
            .Select(tag => tag.Member("id")?.Iri() is { } id ? new Concept(id, tag.MeaningfulText("name")) : null)
            .OfType<Concept>()
            .DistinctBy(concept => concept.Id)];
}

/// <summary>A subject or a level.</summary>
/// <param name="Id">Its id, stable across instances.</param>
/// <param name="Name">Its French label.</param>
public sealed record Concept(string Id, string? Name);

/// <summary>Whether a question still waits.</summary>
public enum QuestionState
{
    /// <summary>It waits for answers.</summary>
    Open,

    /// <summary>An answer was kept; more are welcome.</summary>
    Answered,

    /// <summary>No more answers are asked for.</summary>
    Closed,
}
