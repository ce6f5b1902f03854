using System.Text.Json.Nodes;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Questions;

namespace Fediprofs.Tests.Web;

public sealed class QuestionPageTests
{
    [Fact]
    public void A_question_is_a_QAPage_with_its_kept_answers_accepted()
    {
        var question = JsonNode.Parse(QaPage.JsonLd(Samples.Thread, "https://profs.example")!)!["mainEntity"]!;
        Assert.Equal("Un outil de lecture pour des élèves dyslexiques ?", (string?)question["name"]);
        Assert.Equal("https://profs.example/@nadia/2", (string?)Assert.Single(question["acceptedAnswer"]!.AsArray())!["url"]);
        Assert.Equal("Essayez un lecteur audio avec surlignage.", (string?)Assert.Single(question["suggestedAnswer"]!.AsArray())!["text"]);
        Assert.Equal(3, (int?)question["answerCount"]);
    }

    [Fact]
    public void What_only_followers_may_read_is_told_to_no_crawler()
    {
        Assert.Null(QaPage.JsonLd(Samples.Thread with { Post = Samples.Question with { Audience = AudienceView.Followers } }, ""));
        var hidden = Samples.Thread with { Kept = [Samples.Kept with { Audience = AudienceView.Direct }] };
        Assert.Empty(JsonNode.Parse(QaPage.JsonLd(hidden, "")!)!["mainEntity"]!["acceptedAnswer"]!.AsArray());
    }

    [Theory]
    [InlineData("<p><strong>Qui a un &amp; deux ?</strong></p><p>Texte</p>", "<p>Texte</p>")]
    [InlineData("<p><strong>Autre</strong></p><p>Texte</p>", "<p><strong>Autre</strong></p><p>Texte</p>")]
    [InlineData("<p>Texte</p>", "<p>Texte</p>")]
    public void The_title_is_not_said_twice(string content, string shown) =>
        Assert.Equal(shown, QuestionContent.WithoutTitle(content, "Qui a un & deux ?"));
}
