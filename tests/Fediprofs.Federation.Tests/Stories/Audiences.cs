using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

[Trait("Activity", "Create")]
public sealed class Audiences(Fediverse fediverse) : Story(fediverse)
{
    [Fact]
    public async Task A_followers_only_post_reaches_followers_and_nobody_else()
    {
        var (claire, paul) = (await Lyon.Educator("claire"), await Lyon.Educator("paul"));
        var (karim, nadia) = (await Lille.Educator("karim"), await Lille.Educator("nadia"));
        var (mastodon, elsewhere) = (await Mastodon(), await Mastodon());
        var (ada, bob) = (mastodon.Person("ada"), elsewhere.Person("bob"));
        await karim.Follows(claire);
        await ada.Follows(claire);
        await bob.AsksToFollow(claire);
        await bob.IsAnswered("Accept", claire);
        await bob.Unfollows(claire);
        await Eventually.IsSoAsync("bob follows claire no longer", async () => !(await claire.Followers()).Contains(bob.Uri));

        var secret = await claire.Writes("Entre collègues #secretdeclaire", "private");
        await karim.Sees(secret);
        await ada.Sees(secret);
        await Lyon.Rests();

        // The client API of those who do not follow, and of nobody.
        Assert.Null(await paul.Look(secret));
        Assert.Null(await nadia.Look(secret));
        foreach (var other in new[] { paul, nadia })
        {
            Assert.DoesNotContain(await other.Home(), s => s.Text("uri") == secret.Uri);
            foreach (var path in new[] { "/api/v1/timelines/public?limit=40", "/api/v1/timelines/tag/secretdeclaire", $"/api/v1/accounts/{await other.Finds(claire)}/statuses" })
            {
                Assert.DoesNotContain((await other.Do(HttpMethod.Get, path)).AsArray(), s => s.Text("uri") == secret.Uri);
            }
        }

        var id = await claire.IdOf(secret);
        Assert.Equal(404, (await paul.Tries(HttpMethod.Get, $"/api/v1/statuses/{id}")).Status);
        Assert.Equal(404, (await paul.Tries(HttpMethod.Get, $"/api/v1/statuses/{id}/context")).Status);
        using (var page = await Academie.Http.GetAsync((await claire.Reads(secret)).Text("url")))
        {
            Assert.Equal(404, (int)page.StatusCode);
        }

        // The wire: never delivered, never fetched, in no collection.
        Assert.False(bob.Knows(secret));
        Assert.Equal(404, (await mastodon.FetchAsync(secret.Uri, signer: null)).Status);
        Assert.Equal(404, (await mastodon.FetchAsync(secret.Uri + "/activity", signer: null)).Status);
        Assert.Equal(404, (await mastodon.FetchAsync(secret.Uri + "/replies", signer: null)).Status);
        Assert.Equal(404, (await bob.Fetches(secret.Uri)).Status);
        Assert.Equal(200, (await ada.Fetches(secret.Uri)).Status);
        foreach (var collection in new[] { "outbox", "featured" })
        {
            var page = (await mastodon.FetchAsync($"{claire.Uri}/{collection}", signer: null)).Document;
            while (page is not null)
            {
                Assert.DoesNotContain(secret.Uri, page.ToJsonString(), StringComparison.Ordinal);
                var next = page.IdOf("first") is { Length: > 0 } first ? first : page.IdOf("next");
                page = next.Length > 0 ? (await mastodon.FetchAsync(next, signer: null)).Document : null;
            }
        }
    }

    [Fact]
    [Trait("Activity", "Announce")]
    public async Task A_boost_of_a_followers_only_post_is_refused()
    {
        var (claire, karim, nadia) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await Lille.Educator("nadia"));
        var ada = (await Mastodon()).Person("ada");
        await karim.Follows(claire);
        await nadia.Follows(karim);
        await ada.Follows(claire);
        var secret = await claire.Writes("Pas à relayer.", "private");
        await karim.Sees(secret);
        await ada.Sees(secret);

        Assert.Equal(403, (await karim.Tries(HttpMethod.Post, $"/api/v1/statuses/{await karim.IdOf(secret)}/reblog")).Status);
        await ada.Boosts(secret);

        await Lyon.Rests();
        Assert.Equal(0, (await claire.Reads(secret)).Number("reblogs_count"));
        Assert.DoesNotContain((await claire.Do(HttpMethod.Get, "/api/v1/notifications")).AsArray(), n => n.Text("type") == "reblog");
    }

    [Fact]
    public async Task A_direct_post_reaches_only_whom_it_names()
    {
        var (claire, karim, nadia) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await Lille.Educator("nadia"));
        var mastodon = await Mastodon();
        var (ada, bob) = (mastodon.Person("ada"), mastodon.Person("bob"));
        await nadia.Follows(claire);
        await bob.Follows(claire);
        await ada.Follows(claire);

        var letter = await claire.Writes($"@{karim.Handle} @{ada.Handle} entre nous trois", "direct");
        await karim.IsTold("mention", claire, letter);
        await ada.Sees(letter);
        await Lyon.Rests();

        Assert.Null(await nadia.Look(letter));
        Assert.Equal(404, (await mastodon.FetchAsync(letter.Uri, signer: null)).Status);
        Assert.Equal(404, (await bob.Fetches(letter.Uri)).Status);
        Assert.Equal(200, (await ada.Fetches(letter.Uri)).Status);
        // To her own inbox: a private word is not laid before a whole server.
        Assert.All(mastodon.Received.Where(d => d.Activity.IdOf("object") == letter.Uri), d => Assert.Equal("/users/ada/inbox", d.Inbox));
    }

    [Fact]
    public async Task A_direct_post_from_Mastodon_is_told_and_answered_in_private()
    {
        var (claire, paul) = (await Lyon.Educator("claire"), await Lyon.Educator("paul"));
        var ada = (await Mastodon()).Person("ada");

        var letter = await ada.Writes("Un mot en privé", [claire], "direct", mentions: [claire]);

        await claire.IsTold("mention", ada, letter);
        Assert.Equal("direct", (await claire.Reads(letter)).Text("visibility"));
        Assert.Null(await paul.Look(letter));
    }

    [Fact]
    public async Task A_quiet_public_post_may_be_read_and_boosted_and_is_in_no_public_timeline()
    {
        var (claire, karim, nadia) = (await Lyon.Educator("claire"), await Lille.Educator("karim"), await Lille.Educator("nadia"));
        await karim.Follows(claire);
        await nadia.Follows(karim);

        var post = await claire.Writes("Sans bruit.", "unlisted");
        await karim.Sees(post);
        await karim.Boosts(post);

        await nadia.SeesBoosted(post, by: karim);
        Assert.Equal("unlisted", (await karim.Reads(post)).Text("visibility"));
        foreach (var reader in new[] { claire, karim })
        {
            Assert.DoesNotContain((await reader.Do(HttpMethod.Get, "/api/v1/timelines/public?limit=40")).AsArray(), s => s.Text("uri") == post.Uri);
        }
    }
}
