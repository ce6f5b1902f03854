namespace Fediprofs.Tests.MastodonApi;

public sealed class TimelineTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private ApiInstance.Client sylvie = null!;
    private ApiInstance.Client karim = null!;

    public async ValueTask InitializeAsync()
    {
        sylvie = await instance.SomebodyAsync();
        karim = await instance.SomebodyAsync();
        await karim.FollowsAsync(sylvie);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/api/v1/timelines/home")]
    [InlineData("/api/v1/accounts/AUTHOR/statuses")]
    [InlineData("/api/v1/timelines/tag/TAG?local=true")]
    public async Task Pages_are_cut_from_above_from_below_and_by_their_links(string template)
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, (await sylvie.SaysAsync($"{i} #{sylvie.Name}tag")).Id());
        }

        await instance.SettleAsync();
        var path = template.Replace("AUTHOR", sylvie.Id, StringComparison.Ordinal).Replace("TAG", sylvie.Name + "tag", StringComparison.Ordinal);
        var and = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        Assert.Equal(ids[..3], (await karim.GetAsync($"{path}{and}limit=3")).Ok().Ids());
        Assert.Equal(ids[3..5], (await karim.GetAsync($"{path}{and}limit=2&max_id={ids[2]}")).Ok().Ids());
        Assert.Equal(ids[..2], (await karim.GetAsync($"{path}{and}limit=2&since_id={ids[5]}")).Ok().Ids());
        Assert.Equal(ids[3..5], (await karim.GetAsync($"{path}{and}limit=2&min_id={ids[5]}")).Ok().Ids());

        var walked = new List<string>();
        var next = $"{path}{and}limit=3";
        while (true)
        {
            var page = await karim.GetAsync(next);
            if (page.Ok().GetArrayLength() == 0)
            {
                Assert.Null(page.Link);
                break;
            }

            walked.AddRange(page.Json.Ids());
            Assert.Contains("rel=\"prev\"", page.Link, StringComparison.Ordinal);
            next = page.Link!.Split('<', '>')[1].Replace($"https://{ApiInstance.Domain}", "", StringComparison.Ordinal);
            Assert.Contains("limit=3", next, StringComparison.Ordinal);
        }

        Assert.Equal(ids, walked);
    }

    [Fact]
    public async Task A_boost_of_somebody_followed_comes_home()
    {
        var stranger = await instance.SomebodyAsync();
        var id = (await stranger.SaysAsync("de loin")).Id();
        var boost = (await sylvie.PostAsync($"/api/v1/statuses/{id}/reblog")).Ok().Id();
        await instance.SettleAsync();
        var home = (await karim.GetAsync("/api/v1/timelines/home")).Ok();
        Assert.Equal((boost, id), (home[0].Id(), home[0].GetProperty("reblog").Id()));
        (await karim.PostAsync($"/api/v1/statuses/{id}/favourite")).Ok();
        var again = (await karim.GetAsync("/api/v1/timelines/home")).Ok()[0].GetProperty("reblog");
        Assert.Equal((true, 1), (again.Flag("favourited"), again.Number("favourites_count")));
        Assert.Equal([boost], (await instance.Nobody.GetAsync($"/api/v1/accounts/{sylvie.Id}/statuses")).Ok().Ids());
        Assert.Equal([], (await instance.Nobody.GetAsync($"/api/v1/accounts/{sylvie.Id}/statuses?exclude_reblogs=1")).Ok().Ids());
    }

    [Fact]
    public async Task A_changed_name_shows_in_statuses_already_read()
    {
        var id = (await sylvie.SaysAsync("bonjour")).Id();
        (await karim.GetAsync($"/api/v1/statuses/{id}")).Ok();
        (await sylvie.PatchAsync("/api/v1/accounts/update_credentials", new { display_name = "Nouveau nom" })).Ok();
        Assert.Equal("Nouveau nom", (await karim.GetAsync($"/api/v1/statuses/{id}")).Ok().GetProperty("account").Text("display_name"));
    }
}
