using System.Text.Json.Nodes;
using Fediprofs.Domain;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Federation.Documents;

/// <summary>Vectors/webfinger.json against the running server.</summary>
public sealed class WebFingerTests(TestPostgres postgres)
{
    private static readonly JsonObject Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "webfinger.json")))!.AsObject();

    [Theory]
    [InlineData("lookups", "salle.example")]
    [InlineData("splitDomain", "lumiere.example")]
    public async Task Every_lookup_is_answered_or_refused_as_the_vectors_say(string section, string domain)
    {
        await using var salle = await ServedInstance.StartAsync(postgres, domain);
        var ines = await salle.PersonAsync("ines");
        var gone = await salle.PersonAsync("parti");
        await RemoveAsync(salle, gone);
        var path = new Uri(ines.Uri).PathAndQuery;
        foreach (var vector in Vectors[section]!.AsArray())
        {
            var id = vector!["id"]!.GetValue<string>();
            var query = id == "very-long" ? $"resource=acct:{new string('a', 6_000)}@salle.example" : vector["query"]?.GetValue<string>() ?? "";
            query = query.Replace("/users/ines", path, StringComparison.Ordinal).Replace("%2Fusers%2Fines", path.Replace("/", "%2F", StringComparison.Ordinal), StringComparison.Ordinal);
            using var response = await salle.GetAsync("/.well-known/webfinger" + (query.Length > 0 ? "?" + query : ""), accept: null);
            var expected = vector["expect"]!["status"]!.GetValue<int>();
            Assert.True(expected == (int)response.StatusCode, $"{id}: {expected} expected, {(int)response.StatusCode} answered");
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            if (expected == 200)
            {
                Check(id, vector["expect"]!, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, path);
            }
        }
    }

    [Fact]
    public async Task It_reads_from_any_page_without_body_on_HEAD_and_refuses_POST()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        await salle.PersonAsync("ines");
        const string path = "/.well-known/webfinger?resource=acct:ines@salle.example";
        using var get = await salle.GetAsync(path, "application/xrd+xml");
        using var head = await salle.SendAsync(HttpMethod.Head, path, null, "salle.example");
        using var post = await salle.SendAsync(HttpMethod.Post, path, null, "salle.example");
        Assert.Equal("application/jrd+json", get.Content.Headers.ContentType?.MediaType);
        Assert.False(get.Headers.Contains("Set-Cookie"));
        Assert.Equal((200, get.Content.Headers.ContentLength), ((int)head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(405, (int)post.StatusCode);
    }

    [Fact]
    public async Task NodeInfo_and_host_meta_lead_here()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        await salle.PersonAsync("ines");
        var links = await JsonAsync(salle, "/.well-known/nodeinfo");
        Assert.Equal("https://salle.example/nodeinfo/2.1", links["links"]![1]!["href"]!.GetValue<string>());
        foreach (var version in new[] { "2.0", "2.1" })
        {
            var info = await JsonAsync(salle, $"/nodeinfo/{version}");
            Assert.Equal(("fediprofs", 1), (info["software"]!["name"]!.GetValue<string>(), info["usage"]!["users"]!["total"]!.GetValue<int>()));
        }

        using var xml = await salle.GetAsync("/.well-known/host-meta", accept: null);
        Assert.Contains("https://salle.example/.well-known/webfinger?resource={uri}", await xml.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("https://salle.example/.well-known/webfinger?resource={uri}", (await JsonAsync(salle, "/.well-known/host-meta.json"))["links"]![0]!["template"]!.GetValue<string>());
    }

    [Fact]
    public async Task Another_name_gets_421()
    {
        await using var salle = await ServedInstance.StartAsync(postgres, "lumiere.example");
        foreach (var (name, status) in new[] { ("salle.example", 200), ("SALLE.example", 200), ("lumiere.example", 200), ("ailleurs.example", 421), ("salle.example:8080", 421), ("127.0.0.1", 421) })
        {
            using var response = await salle.GetAsync("/.well-known/nodeinfo", hostName: name);
            Assert.True(status == (int)response.StatusCode, $"{name}: {(int)response.StatusCode}");
        }
    }

    private static async Task RemoveAsync(ServedInstance salle, ActorRow actor)
    {
        var done = await salle.Get<Commit>().RunAsync<bool>(
            [UriKey.LockOf(actor.Uri)],
            work =>
            {
                work.Want(new ActorRemoved(actor.Uri));
                return Task.FromResult<Outcome<bool>>(true);
            },
            CancellationToken.None);
        Assert.False(done.Refused);
    }

    private static async Task<JsonNode> JsonAsync(ServedInstance salle, string path)
    {
        using var response = await salle.GetAsync(path, accept: null);
        Assert.Equal(200, (int)response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static void Check(string id, JsonNode expected, JsonNode answer, string path)
    {
        var self = answer["links"]!.AsArray().SingleOrDefault(l => l!["rel"]!.GetValue<string>() == "self")?["href"]?.GetValue<string>();
        if (expected["subject"]!.GetValue<string>().StartsWith('('))
        {
            Assert.Equal("https://salle.example/actor", self);
            return;
        }

        Assert.Equal(expected["subject"]!.GetValue<string>(), answer["subject"]!.GetValue<string>());
        Assert.Equal(id == "rel-filter-unknown" ? null : $"https://salle.example{path}", self);
    }
}
