using System.Text.Json.Nodes;
using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Create")]
public sealed class Arrivals(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    [Trait("Activity", "Announce")]
    public async Task A_post_that_nobody_here_follows_arrives_by_a_boost_alone()
    {
        var karim = await Lille.Educator("karim");
        var (ada, bob) = ((await Mastodon()).Person("ada"), (await Mastodon()).Person("bob"));
        await karim.Follows(ada);
        var post = bob.WritesQuietly("Une ressource pour le cycle 3");

        await ada.Boosts(post, karim);

        await karim.SeesBoosted(post, by: ada);
        Assert.Contains("cycle 3", (await karim.Reads(post)).Text("content"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Activity", "Announce")]
    public async Task A_question_reaches_a_third_academie_by_a_boost_and_is_a_question_there()
    {
        var nantes = await Another("nantes");
        var (claire, karim, louis) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await nantes.Educator("louis"));
        await karim.Follows(claire);
        await louis.Follows(karim);
        var question = await claire.Asks("Une dictée par jour ?");
        await karim.Sees(question);

        await karim.Boosts(question);

        await louis.SeesBoosted(question, by: karim);
        await louis.SeesState(question, "open");
        var answer = await louis.Answers(question, "Une par semaine suffit.");
        await claire.SeesAnswer(answer, to: question);
    }

    [Fact]
    public async Task An_answer_by_somebody_whom_nobody_follows_arrives_with_the_answer_it_replies_to()
    {
        var claire = await Lyon.Educator("claire");
        var (ada, bob) = ((await Mastodon()).Person("ada"), (await Mastodon()).Person("bob"));
        var question = await claire.Asks("Quel cahier pour les sciences ?");

        // Bob's answer was never sent here; Ada's, to his, mentions the asker.
        var unknown = bob.WritesQuietly("Un classeur.", to: question);
        var answer = await ada.Writes("Un cahier de laboratoire.", [claire], to: unknown, mentions: [claire]);

        await claire.SeesAnswer(answer, to: question);
        await claire.SeesAnswer(unknown, to: question);
    }

    [Fact]
    public async Task A_mention_of_somebody_unknown_is_resolved_by_WebFinger_and_arrives()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");

        var post = await claire.Writes($"Bonjour @{ada.Handle}, on se connaît ?");

        var note = await ada.Sees(post);
        Assert.Contains(note.Items("tag"), t => t.Text("type") == "Mention" && t.Text("href") == ada.Uri && t.Text("name") == $"@{ada.Handle}");
        Assert.Contains(ada.Uri, note["cc"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_of_an_unknown_type_is_taken_and_ignored()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        var post = await claire.Writes("Écoutez.");

        await ada.Says(ada.Activity("Listen", $"{ada.Uri}#listens/1", post.Uri), claire);
        await ada.Says(ada.Activity("Like", $"{ada.Uri}#likes/1", post.Uri), claire);

        await claire.IsTold("favourite", ada, post);
    }

    [Fact]
    public async Task The_same_activity_twice_has_one_effect()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        var question = await claire.Asks("Deux fois ?");

        var answer = await ada.Answers(question, "Une fois.");
        await ada.Repeats(answer, claire);

        await claire.SeesAnswer(answer, to: question);
        await Lyon.Rests();
        Assert.Equal(1, (await claire.Reads(question)).Number("replies_count"));
    }

    [Fact]
    public async Task A_person_of_a_split_domain_is_known_by_the_domain_of_the_handle()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon(handleDomain: "profs")).Person("ada");

        await claire.Follows(ada);

        Assert.Equal(ada.Handle, (await claire.Profile(ada)).Text("acct"));
        await claire.Sees(await ada.Writes("Deux domaines, une personne", [claire]));
    }
}
