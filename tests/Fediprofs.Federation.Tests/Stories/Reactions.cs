using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Like")]
public sealed class Reactions(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task Likes_from_everywhere_are_counted_once_and_may_be_taken_back()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        var post = await claire.Writes("Une bonne nouvelle.");
        await karim.Sees(post);

        await karim.Likes(post);
        await ada.Likes(post);
        await ada.Likes(post);
        await claire.IsTold("favourite", karim, post);
        await claire.IsTold("favourite", ada, post);
        await Lyon.Rests();
        Assert.Equal(2, (await claire.Reads(post)).Number("favourites_count"));

        await ada.Unlikes(post);
        await karim.Unlikes(post);
        await claire.Reads(post, "liked by nobody", s => s.Number("favourites_count") == 0);
    }

    [Fact]
    public async Task A_like_by_an_educator_reaches_the_author_at_Mastodon()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        await claire.Follows(ada);
        var post = await ada.Writes("Une affiche à partager", [claire]);
        await claire.Sees(post);

        await claire.Likes(post);
        var like = await ada.Hears("Like", post.Uri);
        await claire.Unlikes(post);

        Assert.Equal(like.Text("id"), (await Eventually.SeesAsync("an Undo", () => Task.FromResult(ada.Hears("Undo") is [.., var undo] ? undo : null))).IdOf("object"));
    }

    [Fact]
    [Trait("Activity", "Undo")]
    public async Task A_boost_that_is_taken_back_is_gone_at_home_and_elsewhere()
    {
        var (claire, karim, nadia) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await Lille.Educator("nadia"));
        await karim.Follows(claire);
        await nadia.Follows(karim);
        var post = await claire.Writes("Relayée par erreur.");
        await karim.Sees(post);
        await karim.Boosts(post);
        await nadia.SeesBoosted(post, by: karim);
        await claire.Reads(post, "boosted once", s => s.Number("reblogs_count") == 1);

        await karim.Unboosts(post);

        await claire.Reads(post, "boosted no longer", s => s.Number("reblogs_count") == 0);
        await Eventually.IsSoAsync("no boost at nadia's home", async () => (await nadia.Home()).All(s => s.Part("reblog").Text("uri") != post.Uri));
    }

    [Fact]
    [Trait("Activity", "Announce")]
    public async Task A_boost_at_Mastodon_is_told_and_counted_and_may_be_taken_back()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        var question = await claire.Asks("Qui connaît un bon atlas ?");

        await ada.Boosts(question);
        await claire.IsTold("reblog", ada, question);
        await claire.Reads(question, "boosted once", s => s.Number("reblogs_count") == 1);
        await ada.Unboosts(question);
        await claire.Reads(question, "boosted no longer", s => s.Number("reblogs_count") == 0);
    }
}
