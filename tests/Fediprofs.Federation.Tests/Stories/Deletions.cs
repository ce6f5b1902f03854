using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Delete")]
public sealed class Deletions(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_deleted_post_leaves_a_tombstone_and_is_gone_elsewhere()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        var post = await claire.Writes("À effacer.");
        await karim.Sees(post);
        await ada.Sees(post);

        await claire.Deletes(post);

        await karim.SeesGone(post);
        Assert.DoesNotContain(await karim.Home(), s => s.Text("uri") == post.Uri);
        await ada.Hears("Delete", post.Uri);
        var (status, document) = await ada.Peer.FetchAsync(post.Uri, signer: null);
        Assert.Equal(410, status);
        Assert.Equal("Tombstone", document.Text("type"));
    }

    [Fact]
    public async Task A_post_that_was_boosted_is_gone_with_its_boosts()
    {
        var (claire, karim, nadia) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await Lille.Educator("nadia"));
        await karim.Follows(claire);
        await nadia.Follows(karim);
        var post = await claire.Writes("Relayée puis effacée.");
        await karim.Sees(post);
        await karim.Boosts(post);
        await nadia.SeesBoosted(post, by: karim);

        await claire.Deletes(post);

        await Eventually.IsSoAsync("no boost of it at nadia's home", async () => (await nadia.Home()).All(s => s.Part("reblog").Text("uri") != post.Uri));
    }

    [Fact]
    public async Task A_post_whose_deletion_came_first_never_appears()
    {
        var karim = await Lille.Educator("karim");
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(ada);
        var post = ada.WritesQuietly("Jamais vu");

        await ada.Deletes(post, karim);
        await ada.Repeats(post, karim);

        await Lille.Rests();
        Assert.Null(await karim.Look(post));
    }

    [Fact]
    public async Task Nobody_deletes_the_post_of_another()
    {
        var karim = await Lille.Educator("karim");
        var mastodon = await Mastodon();
        var (ada, mallory) = (mastodon.Person("ada"), mastodon.Person("mallory"));
        await karim.Follows(ada);
        var post = await ada.Writes("Reste", [karim]);
        await karim.Sees(post);

        await mallory.Tries(mallory.Activity("Delete", $"{mallory.Uri}#delete/1", post.Uri), karim);

        await Lille.Rests();
        Assert.NotNull(await karim.Look(post));
    }

    [Fact]
    public async Task An_account_deleted_elsewhere_is_gone_with_everything_of_it()
    {
        var karim = await Lille.Educator("karim");
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(ada);
        await ada.Follows(karim);
        var post = await ada.Writes("Dernier message", [karim]);
        await karim.Sees(post);

        await ada.Leaves(karim);

        await karim.SeesGone(post);
        await Eventually.IsSoAsync("nobody follows karim", async () => (await karim.Followers()).Count == 0);
        var found = await karim.Do(HttpMethod.Get, $"/api/v2/search?q={Uri.EscapeDataString(ada.Handle)}&type=accounts");
        Assert.DoesNotContain(found.Items("accounts"), a => a.Text("uri") == ada.Uri);
    }

    [Fact]
    public async Task An_account_that_is_erased_here_is_gone_elsewhere_and_answers_410()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        var post = await claire.Writes("Adieu.");
        await karim.Sees(post);
        await ada.Sees(post);

        await claire.Leaves();

        await karim.SeesGone(post);
        await ada.Hears("Delete", claire.Uri);
        await Eventually.IsSoAsync("claire gone", async () => (await ada.Peer.FetchAsync(claire.Uri, signer: null)).Status == 410);
        Assert.NotEqual(200, (await ada.Peer.FetchAsync(post.Uri, signer: null)).Status);
        Assert.Empty(ada.Peer.TurnedAway);
    }

    [Fact]
    public async Task The_deletion_of_an_account_that_was_never_known_is_taken_and_changes_nothing()
    {
        var karim = await Lille.Educator("karim");
        var nobody = (await Mastodon()).Person("nobody");
        nobody.Peer.Withdraw(nobody.Uri);

        Assert.Equal(202, await nobody.Tries(nobody.Activity("Delete", $"{nobody.Uri}#delete", nobody.Uri), karim));
    }
}
