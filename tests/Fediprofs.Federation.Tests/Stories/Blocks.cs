using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Block")]
public sealed class Blocks(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_block_across_academies_ends_the_follow_and_hides()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        await karim.Follows(claire);
        var before = await claire.Writes("Avant.");
        await karim.Sees(before);
        var account = await karim.Finds(claire);

        await claire.Blocks(karim);

        await Eventually.IsSoAsync("karim follows claire no longer", async () => await karim.Relationship(account) is var now && !now.Is("following") && now.Is("blocked_by"));
        Assert.Empty(await claire.Followers());
        await karim.SeesGone(before);
        Assert.NotEqual(200, (await karim.Tries(HttpMethod.Post, $"/api/v1/accounts/{account}/follow")).Status);
    }

    [Fact]
    public async Task Who_is_blocked_gets_nothing_and_is_not_heard()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        await ada.Follows(claire);
        var question = await claire.Asks("Question avant le blocage ?");
        await ada.Sees(question);

        await claire.Blocks(ada);
        await ada.Hears("Block", ada.Uri);
        Assert.Empty(await claire.Followers());
        var answer = await ada.Answers(question, "Je réponds quand même.");
        await ada.Likes(question);
        var later = await claire.Writes("Après le blocage.");

        await Lyon.Rests();
        Assert.False(ada.Knows(later));
        Assert.DoesNotContain(await claire.Thread(question), s => s.Text("uri") == answer.Uri);
        var notes = (await claire.Do(HttpMethod.Get, "/api/v1/notifications")).AsArray();
        Assert.DoesNotContain(notes, n => n.Part("account").Text("uri") == ada.Uri && n.Text("type") is "mention" or "favourite" or "fediprofs.question_answered");
    }

    [Fact]
    public async Task A_block_by_somebody_at_Mastodon_ends_our_follow()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        await claire.Follows(ada);
        var post = await ada.Writes("Avant", [claire]);
        await claire.Sees(post);
        var account = await claire.Finds(ada);

        await ada.Blocks(claire);

        await Eventually.IsSoAsync("claire follows ada no longer", async () => await claire.Relationship(account) is var now && !now.Is("following") && now.Is("blocked_by"));
        await claire.SeesGone(post);
    }

    [Fact]
    [Trait("Activity", "Undo")]
    public async Task A_block_that_is_taken_back_lets_them_follow_again()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        await karim.Follows(claire);
        var account = await karim.Finds(claire);
        await claire.Blocks(karim);
        await Eventually.IsSoAsync("karim blocked", async () => (await karim.Relationship(account)).Is("blocked_by"));

        await claire.Unblocks(karim);

        await Eventually.IsSoAsync("karim blocked no longer", async () => !(await karim.Relationship(account)).Is("blocked_by"));
        await karim.Follows(claire);
    }
}
