using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Update")]
public sealed class Profiles(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_new_name_is_shown_everywhere()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        await karim.Follows(ada);

        await claire.IsNow("Claire Martin-Roux");
        await ada.IsNow("Ada Lovelace", karim);

        await Eventually.IsSoAsync("claire's new name at Lille", async () => (await karim.Profile(claire)).Text("display_name") == "Claire Martin-Roux");
        await Eventually.IsSoAsync("ada's new name at Lille", async () => (await karim.Profile(ada)).Text("display_name") == "Ada Lovelace");
        Assert.Equal("Claire Martin-Roux", (await ada.Hears("Update", claire.Uri)).Part("object").Text("name"));
    }

    [Fact]
    public async Task Nobody_changes_the_profile_of_another()
    {
        var karim = await Lille.Educator("karim");
        var mastodon = await Mastodon();
        var (ada, mallory) = (mastodon.Person("ada"), mastodon.Person("mallory"));
        await karim.Follows(ada);
        var forged = ada.Actor();
        forged.Remove("@context");
        forged["name"] = "Mallory";

        await mallory.Tries(mallory.Activity("Update", $"{mallory.Uri}#updates/1", forged), karim);

        await Lille.Rests();
        Assert.Equal("ada", (await karim.Profile(ada)).Text("display_name"));
    }

    [Fact]
    public async Task A_key_that_was_changed_at_a_peer_is_fetched_again()
    {
        var clock = new MovableClock();
        var academie = await Another("rouen", clock);
        var claire = await academie.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        await ada.Follows(claire);
        var post = await claire.Writes("Bonjour.");

        ada.ChangesKey();
        // Keys are fetched again at most every few minutes, so that bad signatures cost no fetch each.
        Assert.Equal(401, await ada.Tries(ada.Activity("Like", $"{ada.Uri}#likes/0", post.Uri), claire));
        clock.Advance(TimeSpan.FromMinutes(6));
        await ada.Likes(post);

        await claire.IsTold("favourite", ada, post);
    }

    [Fact]
    public async Task Our_own_key_may_change_and_peers_find_the_new_one()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        await ada.Follows(claire);

        await claire.ChangesKey();
        var post = await claire.Writes("Avec une autre clé.");

        await ada.Sees(post);
        Assert.Empty(ada.Peer.TurnedAway);
    }
}
