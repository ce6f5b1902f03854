using System.Net;

namespace Fediprofs.Tests.MastodonApi;

public sealed class SearchTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly ApiInstance instance = fixture.Instance;

    [Fact]
    public async Task People_posts_and_hashtags_are_found()
    {
        var (sylvie, karim) = (await instance.SomebodyAsync(), await instance.SomebodyAsync());
        var post = (await sylvie.SaysAsync("Le baobab #arbres")).Id();
        var found = await FindAsync(karim, "baobab");
        Assert.Equal([post], found.GetProperty("statuses").Ids());
        Assert.Equal("arbres", (await karim.GetAsync("/api/v2/search?q=arbre&type=hashtags")).Ok().GetProperty("hashtags")[0].Text("name"));
        Assert.Equal(sylvie.Id, (await karim.GetAsync($"/api/v2/search?q=@{sylvie.Name}@{ApiInstance.Domain}&type=accounts&resolve=true")).Ok().GetProperty("accounts")[0].Id());
        Assert.Equal(sylvie.Id, (await karim.GetAsync($"/api/v1/accounts/search?q={sylvie.Name}")).Ok()[0].Id());
        Assert.Equal([post], (await karim.GetAsync($"/api/v2/search?q=https://{ApiInstance.Domain}/@{sylvie.Name}/{post}")).Ok().GetProperty("statuses").Ids());
        (await karim.GetAsync("/api/v2/search?q=")).Refused(HttpStatusCode.UnprocessableEntity);
        (await instance.Nobody.GetAsync("/api/v2/search?q=x&resolve=true")).Refused(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_address_of_what_one_may_not_see_finds_nothing()
    {
        var (sylvie, karim) = (await instance.SomebodyAsync(), await instance.SomebodyAsync());
        var post = await sylvie.SaysAsync("secret sycomore", "direct");
        Assert.Equal([], (await karim.GetAsync($"/api/v2/search?q={post.Text("uri")}")).Ok().GetProperty("statuses").Ids());
        Assert.Equal([post.Id()], (await sylvie.GetAsync($"/api/v2/search?q={post.Text("uri")}")).Ok().GetProperty("statuses").Ids());
    }

    private async Task<System.Text.Json.JsonElement> FindAsync(ApiInstance.Client reader, string words)
    {
        for (var i = 0; ; i++)
        {
            await instance.SettleAsync();
            var found = (await reader.GetAsync($"/api/v2/search?q={words}")).Ok();
            if (i == 50 || found.GetProperty("statuses").GetArrayLength() > 0)
            {
                return found;
            }

            await Task.Delay(100);
        }
    }
}
