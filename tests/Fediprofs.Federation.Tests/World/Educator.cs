using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Federation.Tests.World;

/// <summary>Somebody at an académie, who acts and reads through the client API as an app does for them.</summary>
public sealed class Educator(Academie academie, string username, long id, string uri, string token) : IPerson
{
    /// <inheritdoc/>
    public string Handle => $"{username}@{academie.Domain}";

    /// <inheritdoc/>
    public string Uri => uri;

    /// <summary>Where the account is.</summary>
    public Academie Academie => academie;

    /// <summary>The account's id in the client API.</summary>
    public long Id => id;

    // What they do.

    /// <summary>Follows somebody and waits until it is accepted.</summary>
    public async Task Follows(IPerson other)
    {
        var account = await AsksToFollow(other);
        await Eventually.IsSoAsync($"{Handle} follows {other.Handle}", async () => (await Relationship(account)).Is("following"));
    }

    /// <summary>Follows somebody; answers how the account is called here.</summary>
    public async Task<string> AsksToFollow(IPerson other)
    {
        var account = await Finds(other);
        await Do(HttpMethod.Post, $"/api/v1/accounts/{account}/follow");
        return account;
    }

    public async Task Unfollows(IPerson other) => await Do(HttpMethod.Post, $"/api/v1/accounts/{await Finds(other)}/unfollow");

    public async Task Blocks(IPerson other) => await Do(HttpMethod.Post, $"/api/v1/accounts/{await Finds(other)}/block");

    public async Task Unblocks(IPerson other) => await Do(HttpMethod.Post, $"/api/v1/accounts/{await Finds(other)}/unblock");

    public async Task Accepts(IPerson follower) => await Do(HttpMethod.Post, $"/api/v1/follow_requests/{await IsAskedBy(follower)}/authorize");

    public async Task Rejects(IPerson follower) => await Do(HttpMethod.Post, $"/api/v1/follow_requests/{await IsAskedBy(follower)}/reject");

    /// <summary>Publishes a post.</summary>
    public async Task<Post> Writes(string text, string visibility = "public", Post? to = null)
    {
        var body = new JsonObject { ["status"] = text, ["visibility"] = visibility };
        if (to is not null)
        {
            body["in_reply_to_id"] = (await Reads(to)).Text("id");
        }

        return new((await Do(HttpMethod.Post, "/api/v1/statuses", body)).Text("uri"), this);
    }

    /// <summary>Asks a question.</summary>
    public async Task<Post> Asks(string title, string text = "Qu'utilisez-vous en classe ?", string visibility = "public") => new(
        (await Do(HttpMethod.Post, "/api/fediprofs/v1/questions", new JsonObject
        {
            ["title"] = title,
            ["text"] = text,
            ["subjects"] = new JsonArray("francais"),
            ["levels"] = new JsonArray("cm1"),
            ["visibility"] = visibility,
        })).Text("uri"),
        this);

    /// <summary>Answers a post, mentioning its author as apps do.</summary>
    public Task<Post> Answers(Post post, string text) => Writes($"@{post.Author.Handle} {text}", to: post);

    public async Task Edits(Post post, string text) => await Do(HttpMethod.Put, $"/api/v1/statuses/{await IdOf(post)}", new JsonObject { ["status"] = text });

    public async Task Deletes(Post post) => await Do(HttpMethod.Delete, $"/api/v1/statuses/{await IdOf(post)}");

    public async Task Boosts(Post post) => await Do(HttpMethod.Post, $"/api/v1/statuses/{await IdOf(post)}/reblog");

    public async Task Unboosts(Post post) => await Do(HttpMethod.Post, $"/api/v1/statuses/{await IdOf(post)}/unreblog");

    public async Task Likes(Post post) => await Do(HttpMethod.Post, $"/api/v1/statuses/{await IdOf(post)}/favourite");

    public async Task Unlikes(Post post) => await Do(HttpMethod.Post, $"/api/v1/statuses/{await IdOf(post)}/unfavourite");

    /// <summary>Keeps an answer to a question of their own, aloud if everybody is to see an edit.</summary>
    public async Task Keeps(Post answer, Post question, bool aloud = false) => await Do(
        HttpMethod.Post, $"/api/fediprofs/v1/questions/{await IdOf(question)}/keep/{await IdOf(answer)}", new JsonObject { ["announce"] = aloud });

    /// <summary>No longer keeps an answer.</summary>
    public async Task LetsGo(Post answer, Post question) => await Do(HttpMethod.Delete, $"/api/fediprofs/v1/questions/{await IdOf(question)}/keep/{await IdOf(answer)}");

    public async Task Closes(Post question) => await Do(HttpMethod.Post, $"/api/fediprofs/v1/questions/{await IdOf(question)}/close");

    public async Task Reopens(Post question) => await Do(HttpMethod.Post, $"/api/fediprofs/v1/questions/{await IdOf(question)}/reopen");

    /// <summary>Changes how they are called.</summary>
    public async Task IsNow(string name) => await Do(HttpMethod.Patch, "/api/v1/accounts/update_credentials", new JsonObject { ["display_name"] = name });

    /// <summary>Has another key from now on, as <c>keys rotate</c> makes it.</summary>
    public async Task ChangesKey() => Assert.False((await academie.Services.GetRequiredService<AccountChanging>().RotateKeysAsync(id, CancellationToken.None)).Refused);

    /// <summary>Erases the account.</summary>
    public async Task Leaves() => Assert.False((await academie.Services.GetRequiredService<AccountErasure>().HandleAsync(new(id), CancellationToken.None)).Refused);

    // What they see.

    /// <summary>Looks somebody up by address; answers how the account is called here.</summary>
    public async Task<string> Finds(IPerson other)
    {
        var found = await Do(HttpMethod.Get, $"/api/v2/search?q={System.Uri.EscapeDataString(other.Handle)}&resolve=true&type=accounts");
        var account = found.Items("accounts").FirstOrDefault(a => a.Text("uri") == other.Uri);
        Assert.True(account is not null, $"{Handle} does not find {other.Handle}: {found.ToJsonString()}");
        return account.Text("id");
    }

    /// <summary>The account of somebody as it is shown here.</summary>
    internal async Task<JsonNode> Profile(IPerson other) => await Do(HttpMethod.Get, $"/api/v1/accounts/{await Finds(other)}");

    /// <summary>What stands between them and an account here.</summary>
    internal async Task<JsonNode> Relationship(string account) => (await Do(HttpMethod.Get, $"/api/v1/accounts/relationships?id[]={account}")).AsArray()[0]!;

    /// <summary>The status of a post as soon as it is known and shown here.</summary>
    internal Task<JsonNode> Reads(Post post) => Eventually.SeesAsync($"{post.Uri} by {Handle}", () => Look(post));

    /// <summary>The status of a post; null when it is not shown.</summary>
    internal async Task<JsonNode?> Look(Post post) =>
        (await Do(HttpMethod.Get, $"/api/v2/search?q={System.Uri.EscapeDataString(post.Uri)}&type=statuses")).Items("statuses").FirstOrDefault(s => s.Text("uri") == post.Uri);

    internal async Task<string> IdOf(Post post) => (await Reads(post)).Text("id");

    /// <summary>Waits until the post's status here is so.</summary>
    internal Task<JsonNode> Reads(Post post, string what, Func<JsonNode, bool> isSo) =>
        Eventually.SeesAsync($"{post.Uri} {what}, by {Handle}", async () => await Look(post) is { } status && isSo(status) ? status : null);

    /// <summary>Waits until the post is in their home timeline.</summary>
    public Task Sees(Post post) => Eventually.IsSoAsync($"{post.Uri} at home with {Handle}", async () => (await Home()).Any(s => s.Text("uri") == post.Uri));

    /// <summary>Waits until the post is in their home timeline as somebody's boost.</summary>
    public Task SeesBoosted(Post post, IPerson by) => Eventually.IsSoAsync(
        $"{post.Uri}, boosted by {by.Handle}, at home with {Handle}",
        async () => (await Home()).Any(s => s.Part("reblog").Text("uri") == post.Uri && s.Part("account").Text("uri") == by.Uri));

    /// <summary>Waits until an answer stands in the thread of a post.</summary>
    public Task SeesAnswer(Post answer, Post to) => Eventually.IsSoAsync(
        $"{answer.Uri} under {to.Uri}, by {Handle}", async () => (await Thread(to)).Any(s => s.Text("uri") == answer.Uri));

    /// <summary>What stands under a post.</summary>
    internal async Task<IReadOnlyList<JsonNode>> Thread(Post post) =>
        [.. (await Do(HttpMethod.Get, $"/api/v1/statuses/{await IdOf(post)}/context")).Items("descendants")];

    /// <summary>Waits until a question is in a state.</summary>
    public Task SeesState(Post question, string state) => Reads(question, state, s => s.Part("fediprofs").Part("question").Text("state") == state);

    /// <summary>Waits until the post is gone.</summary>
    public Task SeesGone(Post post) => Eventually.IsSoAsync($"{post.Uri} gone for {Handle}", async () => await Look(post) is null);

    /// <summary>Waits until a notification comes.</summary>
    public Task IsTold(string type, IPerson by, Post? about = null) => Eventually.IsSoAsync(
        $"{Handle} told of {type} by {by.Handle}",
        async () => (await Do(HttpMethod.Get, "/api/v1/notifications")).AsArray().Any(
            n => n.Text("type") == type && n.Part("account").Text("uri") == by.Uri && (about is null || n.Part("status").Text("uri") == about.Uri)));

    /// <summary>The home timeline.</summary>
    internal async Task<IReadOnlyList<JsonNode>> Home() => [.. (await Do(HttpMethod.Get, "/api/v1/timelines/home?limit=40")).AsArray().OfType<JsonNode>()];

    /// <summary>Whom the server lists as following them.</summary>
    internal async Task<IReadOnlyList<string>> Followers() =>
        [.. (await Do(HttpMethod.Get, $"/api/v1/accounts/{id}/followers?limit=80")).AsArray().Select(a => a.Text("uri"))];

    private Task<string> IsAskedBy(IPerson follower) => Eventually.SeesAsync(
        $"{follower.Handle} asks to follow {Handle}",
        async () => (await Do(HttpMethod.Get, "/api/v1/follow_requests")).AsArray().FirstOrDefault(a => a.Text("uri") == follower.Uri)?.Text("id"));

    /// <summary>A call that has to succeed.</summary>
    internal async Task<JsonNode> Do(HttpMethod method, string path, JsonObject? body = null)
    {
        var answer = await Tries(method, path, body);
        return answer is { Status: >= 200 and < 300, Body: { } json } ? json : throw new ApiRefusedException($"{method} {path}", answer);
    }

    /// <summary>A call, whatever comes of it.</summary>
    internal async Task<ApiAnswer> Tries(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, academie.Url + path);
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Academie.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null);
    }
}
