using System.Net;
using System.Text.Json;

namespace Fediprofs.Tests.MastodonApi;

/// <summary>Posts of every visibility, looked at by everybody, through every endpoint that shows posts.</summary>
public sealed class VisibilityTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private readonly Dictionary<string, string> posts = [];
    private ApiInstance.Client author = null!;
    private ApiInstance.Client follower = null!;
    private ApiInstance.Client mentioned = null!;
    private ApiInstance.Client stranger = null!;
    private ApiInstance.Client blocked = null!;

    public async ValueTask InitializeAsync()
    {
        author = await instance.SomebodyAsync();
        follower = await instance.SomebodyAsync();
        mentioned = await instance.SomebodyAsync();
        stranger = await instance.SomebodyAsync();
        blocked = await instance.SomebodyAsync();
        await follower.FollowsAsync(author);
        (await author.PostAsync($"/api/v1/accounts/{blocked.Id}/block")).Ok();
        foreach (var visibility in new[] { "public", "unlisted", "private", "direct" })
        {
            posts[visibility] = (await author.SaysAsync($"@{mentioned.Name} baobab #visible", visibility)).Id();
        }

        await instance.SettleAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Everybody_sees_what_they_may_and_nothing_else()
    {
        await SeesAsync(author, "public", "unlisted", "private", "direct");
        await SeesAsync(follower, "public", "unlisted", "private");
        await SeesAsync(mentioned, "public", "unlisted", "private", "direct");
        await SeesAsync(stranger, "public", "unlisted");
        await SeesAsync(instance.Nobody, "public", "unlisted");
        await SeesAsync(blocked);
    }

    [Fact]
    public async Task Lists_hold_only_what_belongs_in_them()
    {
        Assert.Equal(["private", "unlisted", "public"], await ListedAsync(follower, "/api/v1/timelines/home"));
        Assert.Equal([], await ListedAsync(stranger, "/api/v1/timelines/home"));
        foreach (var reader in new[] { follower, stranger, instance.Nobody })
        {
            Assert.Equal(["public"], await ListedAsync(reader, "/api/v1/timelines/public"));
            Assert.Equal(["public"], await ListedAsync(reader, "/api/v1/timelines/tag/visible"));
        }

        foreach (var path in new[] { "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/visible" })
        {
            Assert.Equal([], await ListedAsync(blocked, path));
        }
    }

    [Fact]
    public async Task What_one_may_not_see_one_cannot_touch()
    {
        foreach (var act in new[] { "reblog", "favourite", "bookmark" })
        {
            (await stranger.PostAsync($"/api/v1/statuses/{posts["private"]}/{act}")).Refused(HttpStatusCode.NotFound);
            (await blocked.PostAsync($"/api/v1/statuses/{posts["public"]}/{act}")).Refused(HttpStatusCode.NotFound);
        }

        (await follower.PostAsync($"/api/v1/statuses/{posts["private"]}/reblog")).Refused(HttpStatusCode.Forbidden);
        (await stranger.PostAsync("/api/v1/statuses", new { status = "x", in_reply_to_id = posts["direct"] })).Refused(HttpStatusCode.NotFound);
        (await stranger.DeleteAsync($"/api/v1/statuses/{posts["public"]}")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_post_disappears_for_somebody_who_is_blocked_afterwards_and_a_bookmark_shows_it_no_more()
    {
        (await stranger.PostAsync($"/api/v1/statuses/{posts["public"]}/bookmark")).Ok();
        (await stranger.GetAsync($"/api/v1/statuses/{posts["public"]}")).Ok();
        (await author.PostAsync($"/api/v1/accounts/{stranger.Id}/block")).Ok();
        (await stranger.GetAsync($"/api/v1/statuses/{posts["public"]}")).Refused(HttpStatusCode.NotFound);
        Assert.Equal([], (await stranger.GetAsync("/api/v1/bookmarks")).Ok().Ids());
        (await author.PostAsync($"/api/v1/accounts/{stranger.Id}/unblock")).Ok();
        (await stranger.GetAsync($"/api/v1/statuses/{posts["public"]}")).Ok();
    }

    [Fact]
    public async Task Whoever_follows_no_longer_loses_what_was_for_followers()
    {
        (await follower.GetAsync($"/api/v1/statuses/{posts["private"]}")).Ok();
        (await follower.PostAsync($"/api/v1/accounts/{author.Id}/unfollow")).Ok();
        (await follower.GetAsync($"/api/v1/statuses/{posts["private"]}")).Refused(HttpStatusCode.NotFound);
    }

    /// <summary>Asks every endpoint that shows a post by its id or its author.</summary>
    private async Task SeesAsync(ApiInstance.Client reader, params string[] visible)
    {
        foreach (var (visibility, id) in posts)
        {
            var expected = visible.Contains(visibility) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
            foreach (var path in new[] { "", "/context", "/history", "/reblogged_by", "/favourited_by" })
            {
                var answer = await reader.GetAsync($"/api/v1/statuses/{id}{path}");
                Assert.True(answer.Status == expected, $"{reader.Name} {visibility}{path}: {answer.Status}");
            }
        }

        var newest = visible.Reverse().ToArray();
        Assert.Equal(newest, await ListedAsync(reader, $"/api/v1/accounts/{author.Id}/statuses"));
        Assert.Equal(newest, await ListedAsync(reader, "/api/v1/statuses?" + string.Join('&', posts.Values.Reverse().Select(id => "id[]=" + id))));
    }

    private async Task<IEnumerable<string>> ListedAsync(ApiInstance.Client reader, string path)
    {
        var names = posts.ToDictionary(p => p.Value, p => p.Key);
        return (await reader.GetAsync(path)).Ok().EnumerateArray().Select((JsonElement s) => names.GetValueOrDefault(s.Id())).OfType<string>().ToList();
    }
}
