using System.Text.Json;

namespace Fediprofs.Tests.MastodonApi.Schema;

/// <summary>Every answer fits the entity that Mastodon's documentation says it is.</summary>
public sealed class SchemaTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private ApiInstance.Client sylvie = null!;
    private ApiInstance.Client karim = null!;
    private string post = "";
    private string answer = "";

    public async ValueTask InitializeAsync()
    {
        sylvie = await instance.SomebodyAsync();
        karim = await instance.SomebodyAsync();
        (await sylvie.PatchAsync("/api/v1/accounts/update_credentials", new { display_name = "Sylvie", note = "Prof", fields_attributes = new[] { new { name = "a", value = "b" } } })).Ok();
        post = (await sylvie.PostAsync("/api/fediprofs/v1/questions", new { title = "Une question", status = "avec #étiquette", subjects = new[] { "mathematiques" } })).Ok().Id();
        await karim.FollowsAsync(sylvie);
        answer = (await karim.SaysAsync($"@{sylvie.Name} une réponse", replyTo: post)).Id();
        (await sylvie.PutAsync($"/api/v1/statuses/{post}", new { status = "autrement" })).Ok();
        (await karim.PostAsync($"/api/v1/statuses/{post}/favourite")).Ok();
        (await karim.PostAsync($"/api/v1/statuses/{post}/reblog")).Ok();
        (await sylvie.PostAsync($"/api/fediprofs/v1/questions/{post}/keep/{answer}")).Ok();
        await instance.SettleAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Answers_fit_Mastodons_entities()
    {
        await FitsAsync("CredentialAccount", "/api/v1/accounts/verify_credentials");
        await FitsAsync("Account", $"/api/v1/accounts/{sylvie.Id}");
        await FitsAsync("Account", $"/api/v1/accounts/lookup?acct={sylvie.Name}");
        await FitEachAsync("Account", $"/api/v1/accounts/{sylvie.Id}/followers");
        await FitEachAsync("Account", $"/api/v1/statuses/{post}/reblogged_by");
        await FitEachAsync("Relationship", $"/api/v1/accounts/relationships?id[]={karim.Id}");
        await FitsAsync("Status", $"/api/v1/statuses/{post}");
        await FitsAsync("Status", $"/api/v1/statuses/{answer}");
        await FitsAsync("Context", $"/api/v1/statuses/{answer}/context");
        await FitEachAsync("StatusEdit", $"/api/v1/statuses/{post}/history");
        await FitsAsync("StatusSource", $"/api/v1/statuses/{post}/source");
        await FitEachAsync("Status", $"/api/v1/accounts/{karim.Id}/statuses");
        await FitEachAsync("Status", "/api/v1/timelines/public");
        await FitEachAsync("Status", "/api/fediprofs/v1/questions");
        await FitsAsync("Search", $"/api/v2/search?q={sylvie.Name}&resolve=true");
        await FitsAsync("Preferences", "/api/v1/preferences");
        await FitsAsync("Instance", "/api/v2/instance");
        await FitsAsync("V1Instance", "/api/v1/instance");
        await FitsAsync("Error", "/api/v1/statuses/1", expectOk: false);
    }

    [Fact]
    public async Task Home_and_notifications_fit_too_once_they_have_heard()
    {
        for (var i = 0; i < 50 && (await sylvie.GetAsync("/api/v1/notifications")).Ok().GetArrayLength() < 4; i++)
        {
            await instance.SettleAsync();
            await Task.Delay(100);
        }

        await FitEachAsync("Status", "/api/v1/timelines/home");
        await FitEachAsync("Notification", "/api/v1/notifications");
        (await sylvie.PostAsync($"/api/v1/accounts/{karim.Id}/mute", new { duration = 60 })).Ok();
        await FitEachAsync("MutedAccount", "/api/v1/mutes");
    }

    private async Task FitsAsync(string entity, string path, bool expectOk = true)
    {
        var got = await sylvie.GetAsync(path);
        Fits(entity, path, expectOk ? got.Ok() : got.Json);
    }

    private async Task FitEachAsync(string entity, string path)
    {
        var list = (await sylvie.GetAsync(path)).Ok();
        Assert.True(list.GetArrayLength() > 0, path);
        foreach (var item in list.EnumerateArray())
        {
            Fits(entity, path, item);
        }
    }

    private static void Fits(string entity, string path, JsonElement json) =>
        Assert.True(EntitySchema.Problems(entity, json) is { Count: 0 }, $"{path}:\n{string.Join('\n', EntitySchema.Problems(entity, json))}");
}
