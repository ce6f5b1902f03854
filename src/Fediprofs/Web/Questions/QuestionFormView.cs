using Fediprofs.Domain.Curriculum;
using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Questions;

/// <summary>Something to tick.</summary>
public sealed record ChoiceView(string Key, string Label, bool Chosen);

/// <summary>A heading with what may be ticked under it.</summary>
public sealed record ChoiceGroupView(string Label, IReadOnlyList<ChoiceView> Choices)
{
    /// <summary>Whether anything under it is ticked: then it stands open.</summary>
    public bool AnyChosen => Choices.Any(c => c.Chosen);
}

/// <summary>The form in which a question is asked, empty or given back with what is wrong.</summary>
/// <param name="Subjects">Subjects by heading.</param>
/// <param name="Levels">Levels by cycle.</param>
public sealed record QuestionFormView(IReadOnlyList<ChoiceGroupView> Subjects, IReadOnlyList<ChoiceGroupView> Levels)
{
    /// <summary>Where it posts to.</summary>
    public string PostTo { get; init; } = Addresses.Ask;

    /// <summary>Whether it changes a question that is there: its audience stays as it is.</summary>
    public bool Published { get; init; }

    /// <summary>The title as typed.</summary>
    public string Title { get; init; } = "";

    /// <summary>The text as typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>The audience chosen.</summary>
    public AudienceView Audience { get; init; }

    /// <summary>Names one submission, so that sending it twice asks once; or null.</summary>
    public string? OnceKey { get; init; }

    /// <summary>At most this many characters for the title.</summary>
    public int TitleLimit { get; init; } = 200;

    /// <summary>At most this many characters for the text.</summary>
    public int TextLimit { get; init; } = 5000;

    /// <summary>What is wrong, by field (<c>title</c>, <c>text</c>, <c>subjects</c>, <c>levels</c>, <c>audience</c>), each a sentence in the reader's language.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>The form with every subject and level of the curriculum, labelled in a language.</summary>
    public static QuestionFormView For(
        CurriculumCatalogue catalogue, string language, IReadOnlyCollection<string>? subjects = null, IReadOnlyCollection<string>? levels = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ChoiceView Choice(CurriculumEntry entry, IReadOnlyCollection<string>? chosen) =>
            new(entry.Key, entry.Label(language), chosen?.Contains(entry.Key) == true);
        var all = catalogue.Levels.First(l => l.Kind == LevelKind.All);
        return new QuestionFormView(
            [.. catalogue.SubjectGroups.Select(g => new ChoiceGroupView(
                g.Label(language), [.. catalogue.Under(g).Select(s => Choice(s, subjects))]))],
            [
                new ChoiceGroupView(all.Label(language), [Choice(all, levels)]),
                .. catalogue.Inside(all).Select(cycle => new ChoiceGroupView(
                    cycle.Label(language), [.. catalogue.Inside(cycle).Prepend(cycle).Select(l => Choice(l, levels))])),
            ]);
    }
}
