using Fediprofs.Domain.Curriculum;
using Fediprofs.Web;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Profiles;
using Fediprofs.Web.Questions;

namespace Fediprofs.Tests.Web;

/// <summary>A question that travelled, as view models.</summary>
internal static class Samples
{
    public static readonly AuthorView Claire = new("Claire Morel", "@claire@profs.ac-lyon.example", "/@claire", Role: "Professeure des écoles");
    public static readonly AuthorView Bob = new("Bob", "@bob@mastodon.example", "/@bob@mastodon.example");
    public static readonly AuthorView Nadia = new("Nadia Benali", "@nadia@profs.ac-lille.example", "/@nadia@profs.ac-lille.example", Role: "AESH");

    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 7, 45, 0, TimeSpan.Zero);

    private static IReadOnlyList<PostAction> Actions(bool boosted = false, bool keep = false, bool kept = false) =>
    [
        new(PostActionKind.Answer, "/posts/1#answer"),
        new(PostActionKind.Boost, "/posts/1/boost", boosted),
        new(PostActionKind.Favourite, "/posts/1/favourite"),
        .. keep ? [new PostAction(PostActionKind.Keep, "/posts/1/keep", kept)] : Array.Empty<PostAction>(),
    ];

    public static readonly PostView Question = new(
        "1", "/@claire/1", Claire, Morning,
        "<p>J’ai trois élèves en CM1 qui décrochent dès que le texte dépasse dix lignes. Qu’utilisez-vous en classe, sur tablette ou sur papier ?</p>"
        + "<p>J’ai déjà essayé les polices adaptées et le surlignage des syllabes, avec un succès limité.</p>",
        new PostCounts(2, 12, 5))
    {
        Language = "fr",
        Question = new QuestionView(
            "Un outil de lecture pour des élèves dyslexiques ?", QuestionStateView.Answered,
            [new LinkView("Français", "/tags/Francais"), new LinkView("Inclusion", "/tags/EcoleInclusive")],
            [new LinkView("CM1", "/tags/CM1")], new ReachView(12, 4)),
        Hashtags = [new LinkView("#QuestionProf", "/tags/QuestionProf")],
        Actions = Actions(boosted: true),
        BoostedBy = Nadia,
    };

    public static readonly PostView Kept = new(
        "2", "/@nadia/2", Nadia, Morning.AddMinutes(35),
        "<p>Chez nous : lecture à deux voix et texte audio le matin, puis texte court le soir. Une <a href=\"https://example.org/\">fiche pas à pas</a> est partagée.</p>",
        new PostCounts(0, 3, 8))
    { Kept = true, Language = "fr", EditedAt = Morning.AddHours(1), Actions = Actions(keep: true, kept: true) };

    public static readonly PostView Answer = new(
        "3", "/@bob/3", Bob, Morning.AddHours(2), "<p>Essayez un lecteur audio avec surlignage.</p>", new PostCounts(0, 0, 1))
    {
        Language = "fr", ContentWarning = "avis personnel", Audience = AudienceView.Unlisted, Actions = Actions(keep: true),
        OriginalUrl = "https://mastodon.example/@bob/3",
        Attachments = [new AttachmentView(AttachmentKind.Image, "https://mastodon.example/a.png", Alt: "Capture d’écran du lecteur", Width: 640, Height: 360)],
    };

    public static readonly ThreadView Thread = new(Question with { BoostedBy = null }, [], [Kept], [new AnswerView(Answer, 0), new AnswerView(Answer with { Id = "4" }, 1)]);

    public static readonly ProfileView Profile = new(Claire, "<p>CM1 à Villeurbanne. Lecture, coopération, dyslexie.</p>")
    {
        Academie = "Lyon", Subjects = [new LinkView("Français", "/tags/Francais")], Posts = 41, Followers = 118, Following = 1,
        Fields = [new ProfileFieldView("Blog", "<a href=\"https://example.org/\">example.org</a>", true)],
        JoinedAt = Morning, Follow = new FollowView(FollowState.None, "/@claire/follow"), FollowsReader = true,
    };

    public static QuestionFormView Form(bool wrong = false)
    {
        var form = QuestionFormView.For(CurriculumCatalogue.Load(), Language.Current, ["francais"], ["cm1"]);
        return wrong ? form with { Errors = new Dictionary<string, string> { ["title"] = "Écrivez votre question en une phrase." } } : form;
    }
}
