using Fediprofs.Web.Questions;

namespace Fediprofs.Web.Settings;

/// <summary>The form in which somebody changes their profile, as it is or given back with what is wrong.</summary>
/// <param name="Academies">Académies to choose from.</param>
/// <param name="Roles">Roles to choose from.</param>
/// <param name="Subjects">Subjects by heading.</param>
/// <param name="Levels">Levels by cycle.</param>
public sealed record ProfileFormView(
    IReadOnlyList<ChoiceView> Academies, IReadOnlyList<ChoiceView> Roles, IReadOnlyList<ChoiceGroupView> Subjects, IReadOnlyList<ChoiceGroupView> Levels)
{
    /// <summary>The display name as typed.</summary>
    public string Name { get; init; } = "";

    /// <summary>What they say of themselves, as typed.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Whether they approve followers by hand.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether they may be suggested and listed.</summary>
    public bool Discoverable { get; init; }

    /// <summary>Whether their public posts may be searched.</summary>
    public bool Indexable { get; init; }

    /// <summary>At most this many characters for the name.</summary>
    public int NameLimit { get; init; }

    /// <summary>At most this many characters for the summary.</summary>
    public int SummaryLimit { get; init; }

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();
}
