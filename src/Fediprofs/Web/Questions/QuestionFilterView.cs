namespace Fediprofs.Web.Questions;

/// <summary>The form that narrows a list of questions, as it stands.</summary>
/// <param name="Subjects">Subjects by heading; one may be chosen.</param>
/// <param name="Levels">Levels by cycle; one may be chosen.</param>
/// <param name="State">The state chosen, or null.</param>
public sealed record QuestionFilterView(IReadOnlyList<ChoiceGroupView> Subjects, IReadOnlyList<ChoiceGroupView> Levels, QuestionStateView? State)
{
    /// <summary>Whether anything is chosen.</summary>
    public bool Narrows => State is not null || Subjects.Any(g => g.AnyChosen) || Levels.Any(g => g.AnyChosen);
}
