using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

/// <summary>The main job: a question asked in one académie travels by boosts to the next and to Mastodon, and comes back with an answer.</summary>
[Trait("Activity", "Announce")]
public sealed class MainJob(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_question_travels_by_a_boost_and_comes_back_with_an_answer_that_is_kept()
    {
        var (claire, karim, nadia) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await Lille.Educator("nadia"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await nadia.Follows(karim);
        await ada.Follows(claire);

        var question = await claire.Asks("Un outil de lecture pour des élèves dyslexiques ?");
        await karim.Sees(question);
        Assert.Contains("<strong>Un outil de lecture pour des élèves dyslexiques ?</strong>", (await ada.Sees(question)).Text("content"), StringComparison.Ordinal);

        await karim.Boosts(question);
        await claire.IsTold("reblog", karim, question);
        await nadia.SeesBoosted(question, by: karim);

        var answer = await nadia.Answers(question, "Une réglette de lecture et une police plus large.");
        await claire.SeesAnswer(answer, to: question);
        await claire.IsTold("mention", nadia, answer);

        await claire.Keeps(answer, question);
        await nadia.SeesState(question, "answered");
        await nadia.IsTold("fediprofs.answer_kept", claire, answer);
        await karim.IsTold("fediprofs.question_answered", claire, question);
    }

    [Fact]
    public async Task A_reader_at_Mastodon_answers_a_question_as_any_other_post()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        var question = await claire.Asks("Comment évaluer la lecture à voix haute ?");
        await ada.Sees(question);

        var answer = await ada.Answers(question, "Avec un enregistrement par semaine.");

        await claire.SeesAnswer(answer, to: question);
        await claire.IsTold("mention", ada, answer);
    }
}
