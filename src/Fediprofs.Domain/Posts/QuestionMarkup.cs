using Fediprofs.ActivityPub.Html;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>
/// How a question reads as an ordinary note: bold title first, the text, a last paragraph of hashtags; when the asker wants it,
/// a line that says it is solved. These words go to every server, so they are part of the format, not of an interface.
/// </summary>
public static class QuestionMarkup
{
    /// <summary>The hashtag that marks every question.</summary>
    public const string Marker = "QuestionProf";

    private const string Solved = "Résolu";

    /// <summary>Hashtags that a question carries besides those in its text: at most the marker and four more.</summary>
    public static IReadOnlyList<string> Hashtags(LocalPost question, CurriculumCatalogue curriculum)
    {
        var topics = question.Subjects.Select(k => curriculum.Subject(k)?.Hashtag).Concat(question.Levels.Select(k => curriculum.Level(k)?.Hashtag));
        List<string> names = [Marker, .. topics.OfType<string>().Take(4)];
        if (question.SolvedShown)
        {
            names.Add(Solved);
        }

        return [.. names.Where(n => !question.TagNames.Contains(n, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>The whole HTML of a question.</summary>
    public static string Html(LocalPost question, IReadOnlyList<string> hashtags, InstanceUris uris)
    {
        var solved = question.SolvedShown && question.KeptAnswers.Count > 0
            ? $"<p>✅ {Solved} : {string.Join(' ', question.KeptAnswers.Select(PlainText.LinkToHtml))}</p>"
            : "";
        return PlainText.TitleToHtml(question.Title ?? "") + question.Content + solved + PlainText.HashtagsToHtml(hashtags.Select(h => (h, uris.Tag(h))));
    }
}
