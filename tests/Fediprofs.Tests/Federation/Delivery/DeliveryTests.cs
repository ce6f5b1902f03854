using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Posts;
using Fediprofs.Testing;
using Microsoft.AspNetCore.Http;

namespace Fediprofs.Tests.Federation.Delivery;

/// <summary>From a commit to the wire, over real HTTP on loopback and a real database.</summary>
public sealed class DeliveryTests(TestPostgres postgres)
{
    private static readonly string[] InOrder = ["Create", "Update", "Delete"];

    [Fact]
    [Trait("Activity", "Create")]
    public async Task A_post_reaches_each_server_once()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        for (var host = 0; host < 5; host++)
        {
            await lyon.FollowerAsync(peers, host, claire, "a");
            await lyon.FollowerAsync(peers, host, claire, "b");
        }

        await lyon.StartAsync();
        var post = await lyon.PublishAsync(claire, "Bonjour à toutes et à tous");
        await lyon.NothingQueuedAsync();

        Assert.Equal([0, 1, 2, 3, 4], peers.Received.Select(r => r.Host).Order());
        Assert.All(peers.Received, r => Assert.Equal(("/inbox", "Create", $"{post.Uri}/activity"), (r.Path, r.Type, r.Id)));
        Assert.Equal(new DeliveryReport(5, 5, 0), await lyon.Get<DeliveryReports>().OfPostAsync(post.Id, claire.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Each_delivery_is_signed_by_its_author_so_that_the_published_key_verifies_it()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        byte[]? body = null;
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, "Signé");
        await lyon.NothingQueuedAsync();
        await using (var command = lyon.Database.CreateCommand("select body from outgoing_body"))
        {
            body = (byte[])(await command.ExecuteScalarAsync())!;
        }

        var received = Assert.Single(peers.Received);
        var request = new SignedRequest("POST", "http", received.Headers["Host"], "/inbox", [.. received.Headers.Select(h => new HttpField(h.Key, h.Value))], body);
        var claimed = RequestVerification.Read(request, out _)!;
        var keys = await lyon.Get<ActorSigningKeys>().OfAsync(claire.Id, CancellationToken.None);
        Assert.Equal(claire.Uri + "#main-key", claimed.KeyId);
        Assert.True(RequestVerification.Verify(request, claimed, keys!.Rsa.PublicKey, TimeProvider.System.GetUtcNow()).IsValid);
        Assert.StartsWith("Fediprofs/", received.Headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_about_the_same_post_arrives_in_order()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        peers.Answer = async (received, context) =>
        {
            await Task.Delay(received.Type == "Create" ? 300 : 10); // A later one would overtake it if it could.
            await PeerServers.Status(context, 202);
        };
        await lyon.StartAsync();
        var posts = new List<PostRow>();
        for (var i = 0; i < 6; i++)
        {
            posts.Add(await lyon.PublishAsync(claire, $"Texte {i}"));
        }

        foreach (var post in posts)
        {
            SendingInstance.Value(await lyon.Get<PostEditing>().HandleAsync(new EditPost(claire.Id, post.Id, "Texte corrigé"), CancellationToken.None));
            SendingInstance.Value(await lyon.Get<PostDeletion>().HandleAsync(new DeletePost(claire.Id, post.Id), CancellationToken.None));
        }

        await lyon.NothingQueuedAsync();
        foreach (var post in posts)
        {
            var types = peers.Received.Where(r => r.Activity.GetProperty("object").GetProperty("id").GetString() == post.Uri).Select(r => r.Type).ToList();
            // What the deletion overtook in the outbox was never made: it had nothing left to say.
            Assert.Equal([.. InOrder.Where(types.Contains)], types);
            Assert.Equal("Delete", types[^1]);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_or_refuses_does_not_delay_the_living()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        for (var host = 0; host < 40; host++)
        {
            await lyon.FollowerAsync(peers, host, claire);
        }

        peers.Answer = async (received, context) =>
        {
            if (received.Host < 4)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            else if (received.Host < 8)
            {
                context.Abort();
            }
            else
            {
                await PeerServers.Status(context, 202);
            }
        };
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, "Premier");
        await SendingInstance.UntilAsync(() => Living(peers) == 32, "the living have it", 3);
        await lyon.PublishAsync(claire, "Second");
        await SendingInstance.UntilAsync(() => Living(peers) == 64, "the living have the second", 3);

        await SendingInstance.UntilAsync(async () => await lyon.CountAsync("delivery_host", "failures = 1 and owner is null") == 8, "eight hosts wait for their time");
        Assert.Equal(16, await lyon.CountAsync("delivery"));
        Assert.Equal(8, await lyon.CountAsync("delivery_host", "next_at is not null"));
        Assert.Equal(4, peers.Received.Count(r => r.Host < 4)); // one probe each, not one a delivery
    }

    [Fact]
    public async Task A_server_that_comes_back_gets_all_it_missed()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        var dead = true;
        peers.Answer = (_, context) => PeerServers.Status(context, dead ? 503 : 202);
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, "Un");
        await SendingInstance.UntilAsync(async () => await lyon.CountAsync("delivery_host", "failures = 1 and owner is null") == 1, "the host waits");
        await lyon.PublishAsync(claire, "Deux");
        await lyon.PublishAsync(claire, "Trois");
        await Task.Delay(300);
        Assert.Single(peers.Received);

        dead = false;
        lyon.Clock.Advance(TimeSpan.FromMinutes(2));
        await lyon.NothingQueuedAsync();
        Assert.Equal(3, peers.Received.Skip(1).Select(r => r.Id).Distinct().Count());
        Assert.Equal(0, await lyon.CountAsync("delivery_host", "failures > 0"));
    }

    [Fact]
    public async Task A_pause_that_a_server_asks_for_is_kept()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        var tired = true;
        peers.Answer = (_, context) => tired ? PeerServers.Status(context, 429, retryAfterSeconds: 3600) : PeerServers.Status(context, 202);
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, "Doucement");
        await SendingInstance.UntilAsync(async () => await lyon.CountAsync("delivery_host", "owner is null and next_at is not null") == 1, "the host waits");
        tired = false;

        lyon.Clock.Advance(TimeSpan.FromMinutes(50));
        // Another server's delivery shows that the sender looked for work meanwhile, and left the tired one alone.
        await lyon.FollowerAsync(peers, 1, claire);
        await lyon.PublishAsync(claire, "Encore");
        await SendingInstance.UntilAsync(() => Task.FromResult(peers.Received.Count == 2), "the other server has it");
        Assert.Single(peers.Received, r => r.Host == 0);
        Assert.Equal(1, await lyon.CountAsync("delivery_host", "next_at is not null and failures > 0"));
        lyon.Clock.Advance(TimeSpan.FromMinutes(11));
        await lyon.NothingQueuedAsync();
        Assert.Equal(4, peers.Received.Count);
    }

    [Fact]
    public async Task An_inbox_that_is_gone_takes_its_followers_with_it()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire, "a");
        await lyon.FollowerAsync(peers, 0, claire, "b");
        await lyon.FollowerAsync(peers, 1, claire, "c");
        peers.Answer = (received, context) => PeerServers.Status(context, received.Host == 0 ? 410 : 202);
        await lyon.StartAsync();
        var post = await lyon.PublishAsync(claire, "Y a quelqu'un ?");
        await lyon.NothingQueuedAsync();

        await SendingInstance.UntilAsync(async () => await lyon.CountAsync("follows") == 1, "the followers there are dropped");
        Assert.Equal(new DeliveryReport(2, 1, 1), await lyon.Get<DeliveryReports>().OfPostAsync(post.Id, claire.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(404, 1)]
    [InlineData(401, 2)]
    public async Task A_refusal_is_final_but_a_signature_is_tried_twice(int status, int requests)
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        peers.Answer = (_, context) => PeerServers.Status(context, status);
        await lyon.StartAsync();
        var post = await lyon.PublishAsync(claire, "Non ?");
        await lyon.NothingQueuedAsync();

        Assert.Equal(requests, peers.Received.Count);
        Assert.Equal(new DeliveryReport(1, 0, 1), await lyon.Get<DeliveryReports>().OfPostAsync(post.Id, claire.Id, CancellationToken.None));
    }

    [Fact]
    public async Task One_activity_that_a_server_cannot_digest_does_not_hold_up_the_others()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        peers.Answer = (received, context) => PeerServers.Status(context, received.Activity.ToString().Contains("poison", StringComparison.Ordinal) ? 500 : 202);
        await lyon.PublishAsync(claire, "poison");
        await lyon.PublishAsync(claire, "Sain et sauf");
        await lyon.StartAsync();
        await SendingInstance.UntilAsync(async () => await lyon.CountAsync("delivery") == 1 && await lyon.CountAsync("delivery_host", "owner is null and failures = 0") == 1, "the other one arrived");
        for (var i = 0; i < 8; i++)
        {
            lyon.Clock.Advance(TimeSpan.FromMinutes(20));
            await lyon.PublishAsync(claire, $"Suite {i}");
            var wanted = i + 2;
            await SendingInstance.UntilAsync(() => peers.Received.Where(r => !r.Activity.ToString().Contains("poison", StringComparison.Ordinal)).Select(r => r.Id).Distinct().Count() == wanted, "what follows arrives");
            await SendingInstance.UntilAsync(async () => await lyon.CountAsync("delivery_host", "owner is not null") == 0, "the host rests");
        }

        await lyon.NothingQueuedAsync();
        Assert.Equal(1, await lyon.CountAsync("outgoing_body", "failed = 1"));
    }

    [Fact]
    public async Task A_server_silent_for_a_week_loses_its_queue()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire);
        peers.Answer = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, "Allô ?");
        await SendingInstance.UntilAsync(async () => await lyon.CountAsync("delivery_host", "failures = 1 and owner is null") == 1, "the first failure");
        lyon.Clock.Advance(TimeSpan.FromDays(8));
        await lyon.NothingQueuedAsync();
        Assert.Equal(1, await lyon.CountAsync("outgoing_body", "failed = 1"));
    }

    [Fact]
    public async Task Killed_between_answer_and_mark_it_posts_again_under_the_same_id()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var first = await SendingInstance.OpenAsync(postgres);
        var claire = await first.PersonAsync("claire");
        await first.FollowerAsync(peers, 0, claire);
        var kill = true;
        peers.Answer = async (_, context) =>
        {
            if (kill)
            {
                kill = false;
                await first.Database.DisposeAsync(); // From here on no mark can be written.
            }

            await PeerServers.Status(context, 202);
        };
        await using var second = await first.SecondNodeAsync();
        await first.StartAsync();
        await first.PublishAsync(claire, "Une fois ou deux");
        await SendingInstance.UntilAsync(() => peers.Received.Count == 1, "the first request");
        await Task.Delay(200);
        Assert.Equal(1, await second.CountAsync("delivery"));

        second.Clock.Advance(TimeSpan.FromSeconds(20));
        await second.StartAsync();
        await second.NothingQueuedAsync();
        Assert.Equal(2, peers.Received.Count);
        Assert.Single(peers.Received.Select(r => r.Id).Distinct());
    }

    [Fact]
    public async Task Two_nodes_on_one_database_do_nothing_twice()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var one = await SendingInstance.OpenAsync(postgres);
        await using var two = await one.SecondNodeAsync();
        var claire = await one.PersonAsync("claire");
        for (var host = 0; host < 30; host++)
        {
            await one.FollowerAsync(peers, host, claire);
        }

        await one.StartAsync();
        await two.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).PublishAsync(claire, $"Texte {i}")));
        await one.NothingQueuedAsync();

        Assert.Equal(600, peers.Received.Count);
        Assert.Equal(600, peers.Received.DistinctBy(r => (r.Host, r.Id)).Count());
        Assert.Equal(20, await one.CountAsync("outgoing_body", "total = 30 and delivered = 30 and failed = 0"));
    }

    [Fact]
    public async Task A_private_word_goes_to_the_one_inbox_it_is_for()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        await lyon.FollowerAsync(peers, 0, claire, "a");
        await lyon.RemoteAsync(peers, 1, "ada");
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, $"@ada@{peers.Name(1)} entre nous", Visibility.Direct);
        await lyon.NothingQueuedAsync();

        var received = Assert.Single(peers.Received);
        Assert.Equal((1, "/users/ada/inbox"), (received.Host, received.Path));
        Assert.Equal(peers.Url(1, "/users/ada"), received.Activity.GetProperty("object").GetProperty("to")[0].GetString());
    }

    [Fact]
    public async Task Who_is_blocked_or_suspended_gets_nothing()
    {
        await using var peers = await PeerServers.StartAsync();
        await using var lyon = await SendingInstance.OpenAsync(postgres);
        var claire = await lyon.PersonAsync("claire");
        var blocked = await lyon.FollowerAsync(peers, 0, claire);
        var blocking = await lyon.FollowerAsync(peers, 1, claire);
        var suspended = await lyon.FollowerAsync(peers, 2, claire);
        await lyon.FollowerAsync(peers, 3, claire);
        await lyon.SqlAsync("insert into blocks (actor, target, id, created_at) values ($1, $2, 1, now()), ($3, $1, 2, now())", claire.Id, blocked, blocking);
        await lyon.SqlAsync("update actors set suspended_at = now() where id = $1", suspended);
        await lyon.StartAsync();
        await lyon.PublishAsync(claire, "Pour qui veut");
        await lyon.NothingQueuedAsync();
        Assert.Equal(3, Assert.Single(peers.Received).Host);
    }

    private static int Living(PeerServers peers) => peers.Received.Count(r => r.Host >= 8);
}
