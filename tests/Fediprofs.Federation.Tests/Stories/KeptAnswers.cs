using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "ChooseAnswer")]
public sealed class KeptAnswers(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    [Trait("Activity", "Update")]
    public async Task A_kept_answer_is_understood_at_the_other_academie_and_silent_at_Mastodon()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        var question = await claire.Asks("Quel manuel pour le CM1 ?");
        await karim.SeesState(question, "open");
        var answer = await karim.Answers(question, "Aucun, mais voici notre liste.");
        await claire.SeesAnswer(answer, to: question);

        await claire.Keeps(answer, question);

        await karim.SeesState(question, "answered");
        var copy = await karim.Reads(question);
        Assert.Equal(answer.Uri, Assert.Single(copy.Part("fediprofs").Part("question").Items("kept_answers")).Text("uri"));
        Assert.Null(copy["edited_at"]?.GetValue<string>());
        Assert.Equal("", (await ada.Hears("Update", question.Uri)).Part("object").Text("updated"));
        Assert.Empty(ada.Edits(question));
    }

    [Fact]
    public async Task An_answer_may_be_let_go_again()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        await karim.Follows(claire);
        var question = await claire.Asks("Faut-il des îlots ?");
        await karim.Sees(question);
        var answer = await karim.Answers(question, "Oui.");
        await claire.SeesAnswer(answer, to: question);
        await claire.Keeps(answer, question);
        await karim.SeesState(question, "answered");

        await claire.LetsGo(answer, question);

        await karim.SeesState(question, "open");
    }

    [Fact]
    [Trait("Activity", "Update")]
    public async Task An_asker_who_says_aloud_that_it_is_solved_edits_the_question_for_everybody()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        var question = await claire.Asks("Qui prête un microscope ?");
        await karim.Sees(question);
        var answer = await karim.Answers(question, "Nous, à Lille.");
        await claire.SeesAnswer(answer, to: question);

        await claire.Keeps(answer, question, aloud: true);

        await karim.SeesState(question, "answered");
        await karim.Reads(question, "edited", s => s.Text("edited_at").Length > 0);
        await Eventually.IsSoAsync("an edit at Mastodon", () => ada.Edits(question).Count == 1);
    }

    [Fact]
    [Trait("Activity", "Update")]
    public async Task A_question_that_is_closed_and_opened_again_says_so_elsewhere()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        await karim.Follows(claire);
        var question = await claire.Asks("Sortie au musée en mai ?");
        await karim.SeesState(question, "open");

        await claire.Closes(question);
        await karim.SeesState(question, "closed");
        await claire.Reopens(question);
        await karim.SeesState(question, "open");
    }
}
