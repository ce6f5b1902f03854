using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Follow")]
public sealed class Following(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_follow_across_academies_is_accepted_and_brings_what_is_written_from_then_on()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));

        await karim.Follows(claire);
        await claire.IsTold("follow", karim);
        Assert.Contains(karim.Uri, await claire.Followers());

        await karim.Sees(await claire.Writes("Bonjour à Lille."));
    }

    [Fact]
    [Trait("Activity", "Undo")]
    public async Task Who_unfollows_gets_nothing_more()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        await karim.Follows(claire);
        await karim.Sees(await claire.Writes("Encore là."));

        await karim.Unfollows(claire);
        await Eventually.IsSoAsync("nobody follows claire", async () => (await claire.Followers()).Count == 0);

        var later = await claire.Writes("Plus personne ?");
        await Lyon.Rests();
        await Lille.Rests();
        Assert.Null(await karim.Look(later));
    }

    [Fact]
    [Trait("Activity", "Accept")]
    public async Task Somebody_locked_accepts_a_follower_from_another_academie()
    {
        var (claire, karim) = (await Lyon.Educator("claire", locked: true), await Lille.Educator("karim"));
        var account = await karim.AsksToFollow(claire);
        await claire.IsTold("follow_request", karim);
        Assert.True((await karim.Relationship(account)).Is("requested"));

        await claire.Accepts(karim);

        await Eventually.IsSoAsync("karim follows claire", async () => (await karim.Relationship(account)).Is("following"));
        await karim.Sees(await claire.Writes("Entre nous.", "private"));
    }

    [Fact]
    [Trait("Activity", "Reject")]
    public async Task Somebody_locked_rejects_a_follower_from_another_academie()
    {
        var (claire, karim) = (await Lyon.Educator("claire", locked: true), await Lille.Educator("karim"));
        var account = await karim.AsksToFollow(claire);

        await claire.Rejects(karim);

        await Eventually.IsSoAsync("karim asks no longer", async () => await karim.Relationship(account) is var now && !now.Is("requested") && !now.Is("following"));
        Assert.Empty(await claire.Followers());
    }

    [Fact]
    [Trait("Activity", "Undo")]
    public async Task A_follower_at_Mastodon_is_accepted_and_may_leave_again()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");

        await ada.Follows(claire);
        await claire.IsTold("follow", ada);
        await ada.Unfollows(claire);

        await Eventually.IsSoAsync("nobody follows claire", async () => (await claire.Followers()).Count == 0);
    }

    [Fact]
    [Trait("Activity", "Accept")]
    public async Task Somebody_at_Mastodon_who_is_locked_accepts_later()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada", locked: true);
        var account = await claire.AsksToFollow(ada);
        Assert.Equal(ada.Uri, (await ada.Hears("Follow", ada.Uri)).Text("object"));
        Assert.True((await claire.Relationship(account)).Is("requested"));

        await ada.Answers(claire, accepts: true);

        await Eventually.IsSoAsync("claire follows ada", async () => (await claire.Relationship(account)).Is("following"));
        await claire.Sees(await ada.Writes("Bienvenue.", [claire], "private"));
    }

    [Fact]
    [Trait("Activity", "Reject")]
    public async Task Somebody_at_Mastodon_rejects_and_later_ends_a_follow()
    {
        var claire = await Lyon.Educator("claire");
        var mastodon = await Mastodon();
        var (ada, bob) = (mastodon.Person("ada", locked: true), mastodon.Person("bob"));
        var account = await claire.AsksToFollow(ada);
        await claire.Follows(bob);

        await ada.Answers(claire, accepts: false);
        await Eventually.IsSoAsync("claire asks ada no longer", async () => !(await claire.Relationship(account)).Is("requested"));

        // Mastodon's "remove this follower" is a Reject of a follow that was accepted.
        await bob.Answers(claire, accepts: false);
        var other = await claire.Finds(bob);
        await Eventually.IsSoAsync("claire follows bob no longer", async () => !(await claire.Relationship(other)).Is("following"));
    }

    [Fact]
    public async Task A_locked_educator_lets_a_follower_from_Mastodon_in()
    {
        var claire = await Lyon.Educator("claire", locked: true);
        var ada = (await Mastodon()).Person("ada");
        await ada.AsksToFollow(claire);
        await claire.IsTold("follow_request", ada);
        Assert.Empty(ada.Hears("Accept"));

        await claire.Accepts(ada);

        await ada.IsAnswered("Accept", claire);
    }
}
