using Fediprofs.Domain.Curriculum;
using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Questions;

/// <summary>Subjects and levels as links to the questions about them, in the reader's language.</summary>
public sealed class TopicLinks(CurriculumCatalogue curriculum)
{
    /// <summary>Subjects by key; keys that the curriculum does not know are left out.</summary>
    public IReadOnlyList<LinkView> Subjects(IEnumerable<string> keys) =>
        [.. keys.Select(curriculum.Subject).OfType<Subject>().Select(s => new LinkView(s.Label(Language.Current), $"{Addresses.Questions}?subject={s.Key}"))];

    /// <summary>Levels by key.</summary>
    public IReadOnlyList<LinkView> Levels(IEnumerable<string> keys) =>
        [.. keys.Select(curriculum.Level).OfType<Level>().Select(l => new LinkView(l.Label(Language.Current), $"{Addresses.Questions}?level={l.Key}"))];
}
