using System.Text.Json.Nodes;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Search;
using Fediprofs.Testing;
using Fediprofs.Tests.Federation.Inbox;
using Fediprofs.Tests.Remote;
using Microsoft.AspNetCore.Http;

namespace Fediprofs.Tests.Federation;

/// <summary>Finding people and posts of other servers by what people paste.</summary>
public sealed class RemoteResolverTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_handle_is_found_by_WebFinger_and_its_actor_fetched_once()
    {
        await using var peer = await PeerAsync();
        await using var world = await InboxWorld.StartAsync(postgres);
        var resolver = world.Get<IActorResolver>();
        var zoe = await resolver.ByHandleAsync("zoe", $"peer.localhost:{peer.Port}", CancellationToken.None);
        Assert.Equal(peer.Url("/users/zoe"), zoe!.Uri);
        Assert.Equal($"zoe@peer.localhost:{peer.Port}", zoe.Acct);
        var asked = peer.Requests.Count;
        Assert.Equal(zoe.Id, (await resolver.ByHandleAsync("Zoe", $"peer.localhost:{peer.Port}", CancellationToken.None))!.Id);
        Assert.Equal(asked, peer.Requests.Count);
        Assert.Null(await resolver.ByHandleAsync("nobody", $"peer.localhost:{peer.Port}", CancellationToken.None));
    }

    [Fact]
    public async Task A_split_domain_names_its_people_when_both_sides_agree()
    {
        await using var peer = await PeerAsync();
        await using var world = await InboxWorld.StartAsync(postgres);
        var zoe = await world.Get<IActorResolver>().ByHandleAsync("zoe", $"ecole.localhost:{peer.Port}", CancellationToken.None);
        Assert.Null(zoe);
        var yann = await world.Get<IActorResolver>().ByHandleAsync("yann", $"ecole.localhost:{peer.Port}", CancellationToken.None);
        Assert.Equal($"yann@ecole.localhost:{peer.Port}", yann!.Acct);
        Assert.Equal(peer.Url("/users/yann"), yann.Uri);
    }

    [Fact]
    public async Task A_page_leads_to_its_post_and_its_author()
    {
        await using var peer = await PeerAsync();
        await using var world = await InboxWorld.StartAsync(postgres);
        var resolver = world.Get<IRemoteResolver>();
        Assert.NotNull(await resolver.PostAsync(peer.Url("/@zoe/1"), CancellationToken.None));
        var post = await world.PostAsync(peer.Url("/notes/1"));
        Assert.Equal("<p>loin</p>", post!.Content);
        Assert.Null(await resolver.PostAsync(peer.Url("/users/zoe"), CancellationToken.None));
        Assert.Equal(post.Author, await resolver.ActorAsync(peer.Url("/users/zoe"), CancellationToken.None));
        Assert.Null(await resolver.PostAsync(peer.Url("/missing"), CancellationToken.None));
        Assert.Null(await resolver.PostAsync("https://127.0.0.1/notes/1", CancellationToken.None));
    }

    /// <summary>A server whose people are zoe, of its own name, and yann, of ecole.localhost; ecole.localhost falsely claims zoe too.</summary>
    private static async Task<Peer> PeerAsync()
    {
        Peer? peer = null;
        peer = await Peer.StartAsync(async context =>
        {
            var port = peer!.Port;
            var path = context.Request.Path.Value!;
            JsonNode? answer = null;
            if (path == "/.well-known/webfinger")
            {
                var resource = context.Request.Query["resource"].ToString();
                var user = resource.Contains("yann", StringComparison.Ordinal) ? "yann" : resource.Contains("zoe", StringComparison.OrdinalIgnoreCase) ? "zoe" : null;
                var domain = user == "yann" || context.Request.Host.Host == "ecole.localhost" ? $"ecole.localhost:{port}" : $"peer.localhost:{port}";
                context.Response.ContentType = "application/jrd+json";
                answer = user is null ? null : new JsonObject
                {
                    ["subject"] = $"acct:{user}@{domain}",
                    ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["type"] = "application/activity+json", ["href"] = peer.Url($"/users/{user}") }),
                };
            }
            else
            {
                context.Response.ContentType = "application/activity+json";
                answer = path switch
                {
                    "/users/zoe" or "/users/yann" => new JsonObject
                    {
                        ["@context"] = "https://www.w3.org/ns/activitystreams", ["id"] = peer.Url(path), ["type"] = "Person",
                        ["preferredUsername"] = path[7..], ["inbox"] = peer.Url(path + "/inbox"),
                    },
                    "/notes/1" or "/@zoe/1" => new JsonObject
                    {
                        ["@context"] = "https://www.w3.org/ns/activitystreams", ["id"] = peer.Url("/notes/1"), ["type"] = "Note", ["attributedTo"] = peer.Url("/users/zoe"),
                        ["content"] = "<p>loin</p>", ["to"] = "https://www.w3.org/ns/activitystreams#Public", ["published"] = "2026-01-01T00:00:00Z",
                    },
                    _ => null,
                };
            }

            if (answer is null)
            {
                context.Response.StatusCode = 404;
                return;
            }

            await context.Response.WriteAsync(answer.ToJsonString());
        });
        return peer;
    }
}
