using System.Net;

namespace Fediprofs.Tests.MastodonApi;

public sealed class NotificationTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private ApiInstance.Client sylvie = null!;
    private ApiInstance.Client karim = null!;
    private string post = "";

    public async ValueTask InitializeAsync()
    {
        sylvie = await instance.SomebodyAsync();
        karim = await instance.SomebodyAsync();
        post = (await sylvie.SaysAsync("bonjour")).Id();
        await karim.FollowsAsync(sylvie);
        (await karim.PostAsync($"/api/v1/statuses/{post}/favourite")).Ok();
        (await karim.PostAsync($"/api/v1/statuses/{post}/reblog")).Ok();
        await karim.SaysAsync($"@{sylvie.Name} salut", replyTo: post);
        await SettleAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_others_did_is_told_newest_first()
    {
        var told = (await sylvie.GetAsync("/api/v1/notifications")).Ok();
        Assert.Equal(["mention", "reblog", "favourite", "follow"], told.EnumerateArray().Select(n => n.Text("type")));
        Assert.All(told.EnumerateArray(), n => Assert.Equal(karim.Id, n.GetProperty("account").Id()));
        Assert.Equal(post, told[1].GetProperty("status").Id());
        Assert.False(told[3].TryGetProperty("status", out _));
        Assert.Equal([], (await karim.GetAsync("/api/v1/notifications?types[]=favourite")).Ok().Ids());
    }

    [Fact]
    public async Task They_are_chosen_by_kind_and_by_person_and_paged()
    {
        Assert.Equal(["favourite"], Types(await sylvie.GetAsync("/api/v1/notifications?types[]=favourite")));
        Assert.Equal(["mention", "favourite"], Types(await sylvie.GetAsync("/api/v1/notifications?exclude_types[]=reblog&exclude_types[]=follow")));
        Assert.Equal([], Types(await sylvie.GetAsync($"/api/v1/notifications?account_id={sylvie.Id}")));
        Assert.Equal([], Types(await sylvie.GetAsync("/api/v1/notifications?types[]=poll")));
        var page = await sylvie.GetAsync("/api/v1/notifications?limit=2");
        var next = page.Link!.Split('<', '>')[1].Replace($"https://{ApiInstance.Domain}", "", StringComparison.Ordinal);
        Assert.Equal(["favourite", "follow"], Types(await sylvie.GetAsync(next)));
    }

    [Fact]
    public async Task They_are_read_singly_dismissed_and_cleared()
    {
        var id = (await sylvie.GetAsync("/api/v1/notifications")).Ok()[0].Id();
        Assert.Equal(id, (await sylvie.GetAsync($"/api/v1/notifications/{id}")).Ok().Id());
        (await karim.GetAsync($"/api/v1/notifications/{id}")).Refused(HttpStatusCode.NotFound);
        (await karim.PostAsync($"/api/v1/notifications/{id}/dismiss")).Refused(HttpStatusCode.NotFound);
        (await sylvie.PostAsync($"/api/v1/notifications/{id}/dismiss")).Ok();
        (await sylvie.GetAsync($"/api/v1/notifications/{id}")).Refused(HttpStatusCode.NotFound);
        (await sylvie.PostAsync("/api/v1/notifications/clear")).Ok();
        Assert.Equal([], (await sylvie.GetAsync("/api/v1/notifications")).Ok().Ids());
    }

    private static IEnumerable<string> Types(Answer answer) => answer.Ok().EnumerateArray().Select(n => n.Text("type")).ToList();

    /// <summary>The consumer runs beside: whoever comes second has nothing left to do.</summary>
    private async Task SettleAsync()
    {
        for (var i = 0; i < 50; i++)
        {
            await instance.SettleAsync();
            if ((await sylvie.GetAsync("/api/v1/notifications")).Ok().GetArrayLength() >= 4)
            {
                return;
            }

            await Task.Delay(100);
        }
    }
}
