using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Federation.Inbox;

/// <summary>What the door lets in and what it turns away.</summary>
public sealed class DoorTests(TestPostgres postgres)
{
    private const string Ada = "https://mastodon.example/users/ada";

    [Fact]
    public async Task A_signed_note_is_taken_in_and_stored_once_however_often_it_comes()
    {
        await using var world = await InboxWorld.StartAsync(postgres);
        await world.ActorAsync(Ada);
        var note = Note(1);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(note));
        }

        Assert.NotNull(await world.PostAsync("https://mastodon.example/notes/1"));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from inbox_journal"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from inbox_failed"));
    }

    [Fact]
    public async Task Bad_requests_get_their_4xx_and_change_nothing()
    {
        await using var world = await InboxWorld.StartAsync(postgres);
        await world.ActorAsync(Ada);
        await world.ActorAsync("https://mal.example/u/1");
        var body = Encoding.UTF8.GetBytes(Note(1).ToJsonString());
        var cases = new List<(string Name, Func<Task<HttpResponseMessage>> Send, HttpStatusCode Status)>
        {
            ("unsigned", () => world.SendAsync(InboxWorld.Unsigned(body)), HttpStatusCode.Unauthorized),
            ("other key", () => world.SendAsync(body, Ada, RsaKeys.Generate()), HttpStatusCode.Unauthorized),
            ("old", () => world.SendAsync(body, Ada, at: TimeProvider.System.GetUtcNow().AddHours(-26)), HttpStatusCode.Unauthorized),
            ("from the future", () => world.SendAsync(body, Ada, at: TimeProvider.System.GetUtcNow().AddHours(26)), HttpStatusCode.Unauthorized),
            ("another's key", () => world.SendAsync(body, "https://mal.example/u/1"), HttpStatusCode.Unauthorized),
            ("unknown actor of a dead host", () => world.SendAsync(Encoding.UTF8.GetBytes(Note(1, "https://nobody.example/u").ToJsonString()), "https://nobody.example/u"), HttpStatusCode.ServiceUnavailable),
            ("no JSON", () => world.SendAsync("<html>"u8.ToArray(), Ada), HttpStatusCode.BadRequest),
            ("an array", () => world.SendAsync("[]"u8.ToArray(), Ada), HttpStatusCode.BadRequest),
            ("no UTF-8", () => world.SendAsync([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], Ada), HttpStatusCode.BadRequest),
            ("deep", () => world.SendAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)), Ada), HttpStatusCode.BadRequest),
            ("large", () => world.SendAsync(new byte[10_000_000], Ada), HttpStatusCode.RequestEntityTooLarge),
            ("our own name", () => world.SendAsync(Encoding.UTF8.GetBytes(Note(1, InboxWorld.Ines).ToJsonString()), InboxWorld.Ines), HttpStatusCode.Forbidden),
        };
        foreach (var (name, send, status) in cases)
        {
            try
            {
                using var response = await send();
                Assert.True(response.StatusCode == status, $"{name}: {response.StatusCode}, {await response.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException) when (name == "large")
            {
                // The connection is closed while we still write.
            }
        }

        var changed = world.Request(body, Ada);
        changed.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Note(2).ToJsonString()));
        changed.Content.Headers.ContentType = new("application/activity+json");
        using var altered = await world.SendAsync(changed);
        Assert.Equal(HttpStatusCode.Unauthorized, altered.StatusCode);
        await world.SettledAsync();
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from inbox_journal"));
    }

    [Fact]
    public async Task A_Delete_of_an_unknown_actor_by_itself_costs_nothing()
    {
        await using var world = await InboxWorld.StartAsync(postgres);
        var delete = JsonNode.Parse(File.ReadAllText(Path.Combine(InboxWorld.Vectors, "activities/mastodon-delete-actor.json")))!;
        Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(delete));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from inbox_journal"));
    }

    internal static JsonObject Note(int n, string actor = Ada, string? content = null) => new()
    {
        ["@context"] = "https://www.w3.org/ns/activitystreams",
        ["id"] = $"https://{new Uri(actor).Authority}/activities/{n}",
        ["type"] = "Create",
        ["actor"] = actor,
        ["to"] = new JsonArray("https://www.w3.org/ns/activitystreams#Public"),
        ["object"] = new JsonObject
        {
            ["id"] = $"https://{new Uri(actor).Authority}/notes/{n}",
            ["type"] = "Note",
            ["attributedTo"] = actor,
            ["to"] = new JsonArray("https://www.w3.org/ns/activitystreams#Public"),
            ["cc"] = new JsonArray($"{actor}/followers"),
            ["content"] = content ?? $"<p>note {n}</p>",
            ["published"] = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("O"),
        },
    };
}
