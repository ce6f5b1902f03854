using System.Net;
using System.Text;

namespace Fediprofs.Tests.MastodonApi;

public sealed class AccountTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private ApiInstance.Client sylvie = null!;
    private ApiInstance.Client karim = null!;

    public async ValueTask InitializeAsync()
    {
        sylvie = await instance.SomebodyAsync();
        karim = await instance.SomebodyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task One_knows_oneself_by_verify_credentials()
    {
        var me = (await sylvie.GetAsync("/api/v1/accounts/verify_credentials")).Ok();
        Assert.Equal((sylvie.Id, sylvie.Name), (me.Id(), me.Text("acct")));
        Assert.Equal("public", me.GetProperty("source").Text("privacy"));
        Assert.Equal("-99", me.GetProperty("role").Id());
        (await instance.Nobody.GetAsync("/api/v1/accounts/verify_credentials")).Refused(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_profile_is_changed_by_form_and_by_JSON()
    {
        using var form = new FormUrlEncodedContent(
        [
            new("display_name", "Sylvie M."), new("note", "Prof de #maths"), new("locked", "true"), new("source[privacy]", "unlisted"), new("source[language]", "fr"),
            new("fields_attributes[0][name]", "Site"), new("fields_attributes[0][value]", "https://exemple.fr"),
        ]);
        var changed = (await sylvie.SendAsync(HttpMethod.Patch, "/api/v1/accounts/update_credentials", form)).Ok();
        Assert.Equal(("Sylvie M.", true), (changed.Text("display_name"), changed.Flag("locked")));
        Assert.Contains("tags/maths", changed.Text("note"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Prof de #maths", changed.GetProperty("source").Text("note"));
        Assert.Equal("https://exemple.fr", changed.GetProperty("source").GetProperty("fields")[0].Text("value"));
        Assert.Equal("unlisted", (await sylvie.PostAsync("/api/v1/statuses", new { status = "par défaut" })).Ok().Text("visibility"));
        Assert.Equal("unlisted", (await sylvie.GetAsync("/api/v1/preferences")).Ok().Text("posting:default:visibility"));

        using var json = new StringContent("""{"locked":false,"bot":true,"fields_attributes":[{"name":"A","value":"b"},{"name":"C","value":"d"}]}""", Encoding.UTF8, "application/json");
        var again = (await sylvie.SendAsync(HttpMethod.Patch, "/api/v1/accounts/update_credentials", json)).Ok();
        Assert.Equal((false, true, "Sylvie M."), (again.Flag("locked"), again.Flag("bot"), again.Text("display_name")));
        Assert.Equal(["A", "C"], again.GetProperty("fields").EnumerateArray().Select(f => f.Text("name")));
        Assert.Equal("Sylvie M.", (await instance.Nobody.GetAsync($"/api/v1/accounts/{sylvie.Id}")).Ok().Text("display_name"));

        (await sylvie.PatchAsync("/api/v1/accounts/update_credentials", new { display_name = new string('a', 31) })).Refused(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Accounts_are_found_by_id_and_by_handle()
    {
        Assert.Equal(sylvie.Id, (await instance.Nobody.GetAsync($"/api/v1/accounts/lookup?acct={sylvie.Name}")).Ok().Id());
        Assert.Equal(sylvie.Id, (await instance.Nobody.GetAsync($"/api/v1/accounts/lookup?acct=@{sylvie.Name}@{ApiInstance.Domain}")).Ok().Id());
        Assert.Equal([karim.Id, sylvie.Id], (await sylvie.GetAsync($"/api/v1/accounts?id[]={karim.Id}&id[]={sylvie.Id}&id[]=7")).Ok().Ids());
        (await instance.Nobody.GetAsync("/api/v1/accounts/lookup?acct=personne")).Refused(HttpStatusCode.NotFound);
        (await instance.Nobody.GetAsync("/api/v1/accounts/7")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Following_and_unfollowing_show_in_relationships_counts_and_lists()
    {
        var relationship = (await karim.PostAsync($"/api/v1/accounts/{sylvie.Id}/follow", new { reblogs = false, notify = true })).Ok();
        Assert.Equal((true, false, true), (relationship.Flag("following"), relationship.Flag("showing_reblogs"), relationship.Flag("notifying")));
        Assert.True((await sylvie.GetAsync($"/api/v1/accounts/relationships?id[]={karim.Id}")).Ok()[0].Flag("followed_by"));
        Assert.Equal(1, (await instance.Nobody.GetAsync($"/api/v1/accounts/{sylvie.Id}")).Ok().Number("followers_count"));
        Assert.Equal([karim.Id], (await instance.Nobody.GetAsync($"/api/v1/accounts/{sylvie.Id}/followers")).Ok().Ids());
        Assert.Equal([sylvie.Id], (await instance.Nobody.GetAsync($"/api/v1/accounts/{karim.Id}/following")).Ok().Ids());

        Assert.False((await sylvie.PostAsync($"/api/v1/accounts/{karim.Id}/remove_from_followers")).Ok().Flag("followed_by"));
        await karim.FollowsAsync(sylvie);
        Assert.False((await karim.PostAsync($"/api/v1/accounts/{sylvie.Id}/unfollow")).Ok().Flag("following"));
        Assert.Equal(0, (await instance.Nobody.GetAsync($"/api/v1/accounts/{sylvie.Id}")).Ok().Number("followers_count"));
        Assert.Equal("This action is not allowed", (await karim.PostAsync($"/api/v1/accounts/{karim.Id}/follow")).Refused(HttpStatusCode.Forbidden));
        (await karim.PostAsync("/api/v1/accounts/7/follow")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Hidden_followers_are_shown_to_nobody_else()
    {
        await karim.FollowsAsync(sylvie);
        (await sylvie.PatchAsync("/api/v1/accounts/update_credentials", new { hide_collections = true })).Ok();
        Assert.Equal([], (await karim.GetAsync($"/api/v1/accounts/{sylvie.Id}/followers")).Ok().Ids());
        Assert.Equal([karim.Id], (await sylvie.GetAsync($"/api/v1/accounts/{sylvie.Id}/followers")).Ok().Ids());
    }

    [Fact]
    public async Task Who_approves_followers_by_hand_is_asked()
    {
        (await sylvie.PatchAsync("/api/v1/accounts/update_credentials", new { locked = true })).Ok();
        var other = await instance.SomebodyAsync();
        Assert.True((await karim.PostAsync($"/api/v1/accounts/{sylvie.Id}/follow")).Ok().Flag("requested"));
        await other.FollowsAsync(sylvie);
        Assert.Equal([other.Id, karim.Id], (await sylvie.GetAsync("/api/v1/follow_requests")).Ok().Ids());
        Assert.True((await sylvie.PostAsync($"/api/v1/follow_requests/{karim.Id}/authorize")).Ok().Flag("followed_by"));
        Assert.False((await sylvie.PostAsync($"/api/v1/follow_requests/{other.Id}/reject")).Ok().Flag("requested_by"));
        (await sylvie.PostAsync($"/api/v1/follow_requests/{other.Id}/reject")).Refused(HttpStatusCode.NotFound);
        Assert.Equal([], (await sylvie.GetAsync("/api/v1/follow_requests")).Ok().Ids());
    }

    [Fact]
    public async Task Blocks_and_mutes_are_set_listed_and_lifted()
    {
        Assert.True((await sylvie.PostAsync($"/api/v1/accounts/{karim.Id}/block")).Ok().Flag("blocking"));
        Assert.Equal([karim.Id], (await sylvie.GetAsync("/api/v1/blocks")).Ok().Ids());
        (await karim.PostAsync($"/api/v1/accounts/{sylvie.Id}/follow")).Refused(HttpStatusCode.Forbidden);
        Assert.False((await sylvie.PostAsync($"/api/v1/accounts/{karim.Id}/unblock")).Ok().Flag("blocking"));

        var muted = (await sylvie.PostAsync($"/api/v1/accounts/{karim.Id}/mute", new { notifications = false, duration = 3600 })).Ok();
        Assert.Equal((true, false), (muted.Flag("muting"), muted.Flag("muting_notifications")));
        var list = (await sylvie.GetAsync("/api/v1/mutes")).Ok();
        Assert.Equal([karim.Id], list.Ids());
        Assert.NotNull(list[0].GetProperty("mute_expires_at").GetString());
        Assert.False((await sylvie.PostAsync($"/api/v1/accounts/{karim.Id}/unmute")).Ok().Flag("muting"));
    }

    [Fact]
    public async Task A_suspended_account_keeps_its_name_alone_and_its_application_is_turned_away()
    {
        await sylvie.SaysAsync("bientôt invisible");
        await instance.Get<Fediprofs.Domain.Accounts.AccountChanging>().SuspendAsync(sylvie.Account, true, null, CancellationToken.None);
        for (var i = 0; i < 50 && (await sylvie.GetAsync("/api/v1/timelines/home")).Status == HttpStatusCode.OK; i++)
        {
            await Task.Delay(100);
        }

        Assert.Contains((await sylvie.GetAsync("/api/v1/timelines/home")).Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
        var shown = (await karim.GetAsync($"/api/v1/accounts/{sylvie.Id}")).Ok();
        Assert.Equal((true, sylvie.Name, ""), (shown.Flag("suspended"), shown.Text("acct"), shown.Text("display_name")));
        Assert.Equal([], (await karim.GetAsync($"/api/v1/accounts/{sylvie.Id}/statuses")).Ok().Ids());
    }
}
