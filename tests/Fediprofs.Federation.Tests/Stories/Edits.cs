using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Update")]
public sealed class Edits(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task An_edit_is_seen_everywhere_with_what_stood_there_before()
    {
        var (claire, karim) = (await Lyon.Educator("claire"), await Lille.Educator("karim"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await ada.Follows(claire);
        var post = await claire.Writes("Rendez-vous mardi.");
        await karim.Sees(post);

        await claire.Edits(post, "Rendez-vous jeudi.");

        var copy = await karim.Reads(post, "edited", s => s.Text("content").Contains("jeudi", StringComparison.Ordinal));
        Assert.NotEqual("", copy.Text("edited_at"));
        var history = (await karim.Do(HttpMethod.Get, $"/api/v1/statuses/{copy.Text("id")}/history")).AsArray();
        Assert.Collection(
            history,
            first => Assert.Contains("mardi", first.Text("content"), StringComparison.Ordinal),
            second => Assert.Contains("jeudi", second.Text("content"), StringComparison.Ordinal));
        await Eventually.IsSoAsync("an edit at Mastodon", () => ada.Edits(post).Any(n => n.Text("content").Contains("jeudi", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_edit_at_Mastodon_replaces_the_text_and_keeps_the_old_one()
    {
        var karim = await Lille.Educator("karim");
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(ada);
        var post = await ada.Writes("Première version", [karim]);
        await karim.Sees(post);

        await ada.Edits(post, "<p>Deuxième version</p>", karim);

        var copy = await karim.Reads(post, "edited", s => s.Text("content").Contains("Deuxième", StringComparison.Ordinal));
        Assert.Equal(2, (await karim.Do(HttpMethod.Get, $"/api/v1/statuses/{copy.Text("id")}/history")).AsArray().Count);
    }

    [Fact]
    public async Task Who_boosted_a_post_elsewhere_gets_its_edit()
    {
        var claire = await Lyon.Educator("claire");
        var ada = (await Mastodon()).Person("ada");
        var post = await claire.Writes("À relayer.");
        await ada.Boosts(post);
        await claire.IsTold("reblog", ada, post);

        await claire.Edits(post, "À relayer, corrigé.");

        await ada.Hears("Update", post.Uri);
    }

    [Fact]
    public async Task Nobody_edits_the_post_of_another()
    {
        var karim = await Lille.Educator("karim");
        var mastodon = await Mastodon();
        var (ada, mallory) = (mastodon.Person("ada"), mastodon.Person("mallory"));
        await karim.Follows(ada);
        var post = await ada.Writes("Les mots d'Ada", [karim]);
        await karim.Sees(post);

        var forged = ada.Notes[post.Uri].DeepClone().AsObject();
        forged["content"] = "<p>Les mots de Mallory</p>";
        forged["updated"] = "2035-01-01T00:00:00Z";
        await mallory.Tries(mallory.Activity("Update", $"{mallory.Uri}#updates/1", forged), karim);

        await Lille.Rests();
        Assert.Contains("Ada", (await karim.Reads(post)).Text("content"), StringComparison.Ordinal);
    }
}
