using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fediprofs.Domain.Remote;
using Microsoft.AspNetCore.Http;

namespace Fediprofs.Tests.Remote;

public sealed class GuardedHttpClientTests
{
    private static readonly RemoteOptions Development = new()
    {
        PublicUrl = "https://lyon.example",
        DevelopmentDomains = DevelopmentDomains.Parse(["peer.localhost", "*.peer.localhost"]),
        Timeout = TimeSpan.FromSeconds(2),
    };

    [Fact]
    public async Task A_document_of_the_right_type_is_fetched_signed_and_named()
    {
        await using var peer = await Peer.StartAsync(context => AnswerAsync(context, "{\"id\":1}"));
        using var client = Client();

        var document = Assert.IsType<FetchResult.Document>(await client.FetchDocumentAsync(peer.Url("/users/ana?x=1#main-key"), Accept.ActivityPub));

        Assert.Equal("{\"id\":1}", Encoding.UTF8.GetString(document.Bytes.Span));
        Assert.Equal(peer.Url("/users/ana?x=1"), document.FinalUrl);
        Assert.Equal("application/activity+json", document.ContentType);
        var request = Assert.Single(peer.Requests);
        Assert.Equal(("GET", "/users/ana?x=1"), (request.Method, request.Path));
        Assert.Equal("Fediprofs/0.1 (+https://lyon.example/)", request.Headers.UserAgent);
        Assert.Equal($"GET {peer.Url("/users/ana?x=1")}", request.Headers["Signature"]);
        Assert.Equal("application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", request.Headers.Accept);
        Assert.Equal($"peer.localhost:{peer.Port}", request.Headers.Host);
        Assert.False(request.Headers.ContainsKey("traceparent"));
    }

    [Theory]
    [InlineData("application/activity+json; charset=utf-8", Accept.ActivityPub, true)]
    [InlineData("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", Accept.ActivityPub, true)]
    [InlineData("application/ld+json; profile=\"https://w3id.org/security https://www.w3.org/ns/activitystreams\"", Accept.ActivityPub, true)]
    [InlineData("application/ld+json", Accept.ActivityPub, false)]
    [InlineData("application/json", Accept.ActivityPub, false)]
    [InlineData("text/html", Accept.ActivityPub, false)]
    [InlineData("application/jrd+json", Accept.Jrd, true)]
    [InlineData("application/json", Accept.Jrd, true)]
    [InlineData("text/plain", Accept.Jrd, false)]
    [InlineData("application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\"", Accept.Json, true)]
    [InlineData("text/html", Accept.Json, false)]
    [InlineData("application/xrd+xml", Accept.Xrd, true)]
    [InlineData("application/json", Accept.Xrd, false)]
    public async Task Only_the_media_types_asked_for_are_taken(string type, Accept accept, bool taken)
    {
        await using var peer = await Peer.StartAsync(context => AnswerAsync(context, "{}", type));
        using var client = Client();
        var result = await client.FetchDocumentAsync(peer.Url("/"), accept);
        if (taken)
        {
            Assert.IsType<FetchResult.Document>(result);
        }
        else
        {
            Assert.Equal(RemoteRefusal.MediaType, Assert.IsType<FetchResult.Refused>(result).Reason);
        }
    }

    [Fact]
    public async Task Statuses_say_whether_it_is_gone_missing_refused_or_busy()
    {
        await using var peer = await Peer.StartAsync(context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value!.TrimStart('/'), System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        using var client = Client();

        Assert.IsType<FetchResult.Gone>(await client.FetchDocumentAsync(peer.Url("/410"), Accept.ActivityPub));
        Assert.IsType<FetchResult.NotFound>(await client.FetchDocumentAsync(peer.Url("/404"), Accept.ActivityPub));
        Assert.Equal(RemoteRefusal.Status, Assert.IsType<FetchResult.Refused>(await client.FetchDocumentAsync(peer.Url("/401"), Accept.ActivityPub)).Reason);
        Assert.Equal(RemoteRefusal.Status, Assert.IsType<FetchResult.Refused>(await client.FetchDocumentAsync(peer.Url("/202"), Accept.ActivityPub)).Reason);
        foreach (var status in (int[])[429, 500, 503])
        {
            var busy = Assert.IsType<FetchResult.Unreachable>(await client.FetchDocumentAsync(peer.Url($"/{status}"), Accept.ActivityPub));
            Assert.Equal(TimeSpan.FromMinutes(2), busy.RetryAfter);
        }
    }

    [Theory]
    [InlineData("http://peer.localhost.example/", RemoteRefusal.Plaintext)]
    [InlineData("http://127.0.0.1:{0}/", RemoteRefusal.Plaintext)]
    [InlineData("https://127.0.0.1:{0}/", RemoteRefusal.Address)]
    [InlineData("https://0x7f000001:{0}/", RemoteRefusal.Address)]
    [InlineData("https://2130706433:{0}/", RemoteRefusal.Address)]
    [InlineData("https://[::1]:{0}/", RemoteRefusal.Address)]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/", RemoteRefusal.Address)]
    [InlineData("https://localhost:{0}/", RemoteRefusal.Address)]
    [InlineData("https://other.localhost:{0}/", RemoteRefusal.Address)]
    [InlineData("https://169.254.169.254/latest/meta-data", RemoteRefusal.Address)]
    [InlineData("https://inside.example/", RemoteRefusal.Address)]
    [InlineData("https://user:secret@peer.localhost/", RemoteRefusal.Url)]
    [InlineData("ftp://peer.localhost/", RemoteRefusal.Url)]
    [InlineData("file:///etc/passwd", RemoteRefusal.Url)]
    [InlineData("/users/ana", RemoteRefusal.Url)]
    [InlineData("", RemoteRefusal.Url)]
    [InlineData("https://", RemoteRefusal.Url)]
    public async Task What_is_not_a_public_https_address_is_refused_for_fetches_and_deliveries(string url, RemoteRefusal reason)
    {
        await using var peer = await Peer.StartAsync(context => AnswerAsync(context, "{}"));
        using var client = Client(resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("fd00::1")]));
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, peer.SecurePort);

        Assert.Equal(reason, Assert.IsType<FetchResult.Refused>(await client.FetchDocumentAsync(address, Accept.ActivityPub)).Reason);
        Assert.Equal(reason, Assert.IsType<PostResult.Refused>(await client.PostActivityAsync(address, "{}"u8.ToArray(), [])).Reason);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_the_address_that_was_checked_is_the_one_connected_to()
    {
        await using var peer = await Peer.StartAsync(context => AnswerAsync(context, "{}"));
        var asked = 0;
        // Public when it is looked at, loopback ever after.
        using var client = Client(
            Development with { ConnectTimeout = TimeSpan.FromMilliseconds(300) },
            (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Parse("198.41.0.4") : IPAddress.Loopback]));

        var result = await client.FetchDocumentAsync($"https://rebinding.example:{peer.SecurePort}/", Accept.ActivityPub);

        Assert.IsType<FetchResult.Unreachable>(result);
        Assert.Equal(1, asked);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_private_address_among_public_ones_is_never_tried()
    {
        await using var peer = await Peer.StartAsync(context => AnswerAsync(context, "{}"));
        using var client = Client(
            Development with { ConnectTimeout = TimeSpan.FromMilliseconds(300) },
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("198.41.0.4"), IPAddress.Loopback]));
        Assert.IsType<FetchResult.Unreachable>(await client.FetchDocumentAsync($"https://mixed.example:{peer.SecurePort}/", Accept.ActivityPub));
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_unreachable()
    {
        using var client = Client(resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        Assert.IsType<FetchResult.Unreachable>(await client.FetchDocumentAsync("https://nobody.example/", Accept.ActivityPub));
    }

    [Fact]
    public async Task A_redirect_is_followed_and_signed_anew_for_the_next_host()
    {
        await using var peer = await Peer.StartAsync(context =>
        {
            if (context.Request.Path == "/old")
            {
                context.Response.Redirect($"http://www.peer.localhost:{context.Connection.LocalPort}/new");
                return Task.CompletedTask;
            }

            return AnswerAsync(context, "{}");
        });
        using var client = Client();

        var document = Assert.IsType<FetchResult.Document>(await client.FetchDocumentAsync(peer.Url("/old"), Accept.ActivityPub));

        Assert.Equal($"http://www.peer.localhost:{peer.Port}/new", document.FinalUrl);
        Assert.Equal(
            [$"GET {peer.Url("/old")}", $"GET http://www.peer.localhost:{peer.Port}/new"],
            peer.Requests.Select(request => request.Headers["Signature"].ToString()));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/", RemoteRefusal.Plaintext)]
    [InlineData("https://127.0.0.1:{1}/", RemoteRefusal.Address)]
    [InlineData("https://inside.example:{1}/", RemoteRefusal.Address)]
    [InlineData("https://[::1]:{1}/", RemoteRefusal.Address)]
    [InlineData("file:///etc/passwd", RemoteRefusal.Url)]
    [InlineData("", RemoteRefusal.Redirects)]
    public async Task A_redirect_to_where_nobody_may_go_is_refused(string to, RemoteRefusal reason)
    {
        Peer? peer = null;
        peer = await Peer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = string.Format(System.Globalization.CultureInfo.InvariantCulture, to, peer!.Port, peer.SecurePort);
            return Task.CompletedTask;
        });
        await using (peer)
        {
            using var client = Client(resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
            Assert.Equal(reason, Assert.IsType<FetchResult.Refused>(await client.FetchDocumentAsync(peer.Url("/"), Accept.ActivityPub)).Reason);
            Assert.Single(peer.Requests);
        }
    }

    [Fact]
    public async Task A_redirect_from_https_to_plain_http_is_refused_even_in_development()
    {
        Peer? peer = null;
        peer = await Peer.StartAsync(context =>
        {
            context.Response.Redirect(peer!.Url("/"));
            return Task.CompletedTask;
        });
        await using (peer)
        {
            using var client = Client();
            var result = await client.FetchDocumentAsync($"https://peer.localhost:{peer.SecurePort}/", Accept.ActivityPub);
            Assert.Equal(RemoteRefusal.Plaintext, Assert.IsType<FetchResult.Refused>(result).Reason);
        }
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        await using var peer = await Peer.StartAsync(context =>
        {
            var left = int.Parse(context.Request.Path.Value!.TrimStart('/'), System.Globalization.CultureInfo.InvariantCulture);
            if (left == 0)
            {
                return AnswerAsync(context, "{}");
            }

            context.Response.Redirect($"/{left - 1}");
            return Task.CompletedTask;
        });
        using var client = Client();

        Assert.IsType<FetchResult.Document>(await client.FetchDocumentAsync(peer.Url("/3"), Accept.ActivityPub));
        Assert.Equal(RemoteRefusal.Redirects, Assert.IsType<FetchResult.Refused>(await client.FetchDocumentAsync(peer.Url("/4"), Accept.ActivityPub)).Reason);
    }

    [Theory]
    [InlineData("announced")]
    [InlineData("streamed")]
    [InlineData("compressed")]
    public async Task A_response_over_the_limit_is_cut_however_it_comes(string how)
    {
        const int limit = 100_000;
        await using var peer = await Peer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/activity+json";
            var much = new byte[limit + 1];
            switch (how)
            {
                case "announced":
                    context.Response.ContentLength = much.Length;
                    await context.Response.Body.WriteAsync(much);
                    break;
                case "streamed":
                    await context.Response.StartAsync();
                    await context.Response.Body.WriteAsync(much);
                    break;
                default:
                    context.Response.Headers.ContentEncoding = "gzip";
                    await using (var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest))
                    {
                        await gzip.WriteAsync(much);
                    }

                    break;
            }
        });
        using var client = Client(Development with { MaxResponseBytes = limit });
        Assert.Equal(RemoteRefusal.TooLarge, Assert.IsType<FetchResult.Refused>(await client.FetchDocumentAsync(peer.Url("/"), Accept.ActivityPub)).Reason);

        using var patient = Client(Development with { MaxResponseBytes = limit + 1 });
        Assert.Equal(limit + 1, Assert.IsType<FetchResult.Document>(await patient.FetchDocumentAsync(peer.Url("/"), Accept.ActivityPub)).Bytes.Length);
    }

    [Fact]
    public void One_megabyte_ten_seconds_and_three_redirects_are_the_limits() =>
        Assert.Equal(
            (1024 * 1024, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), 3),
            (new RemoteOptions { PublicUrl = "" }.MaxResponseBytes, new RemoteOptions { PublicUrl = "" }.Timeout, new RemoteOptions { PublicUrl = "" }.ConnectTimeout, new RemoteOptions { PublicUrl = "" }.MaxRedirects));

    [Fact]
    public async Task A_server_that_sends_a_byte_now_and_then_is_left_when_the_time_is_over()
    {
        await using var peer = await Peer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/activity+json";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync("{"u8.ToArray());
                await context.Response.Body.FlushAsync();
                await Task.Delay(50);
            }
        });
        using var client = Client(Development with { Timeout = TimeSpan.FromMilliseconds(400) });
        var watch = Stopwatch.StartNew();
        Assert.IsType<FetchResult.Unreachable>(await client.FetchDocumentAsync(peer.Url("/"), Accept.ActivityPub));
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_host_that_accepts_and_says_nothing_is_unreachable_but_a_caller_that_gives_up_is_told_so()
    {
        await using var peer = await Peer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = Client(Development with { Timeout = TimeSpan.FromMilliseconds(200) });
        Assert.IsType<FetchResult.Unreachable>(await client.FetchDocumentAsync(peer.Url("/"), Accept.ActivityPub));
        Assert.IsType<PostResult.Unreachable>(await client.PostActivityAsync(peer.Url("/"), "{}"u8.ToArray(), []));

        using var giveUp = new CancellationTokenSource(50);
        await Assert.ThrowsAsync<OperationCanceledException>(() => client.FetchDocumentAsync(peer.Url("/"), Accept.ActivityPub, giveUp.Token));
    }

    [Fact]
    public async Task A_self_signed_certificate_is_taken_for_development_domains()
    {
        await using var peer = await Peer.StartAsync(context => AnswerAsync(context, "{}"));
        using var client = Client();
        Assert.IsType<FetchResult.Document>(await client.FetchDocumentAsync($"https://peer.localhost:{peer.SecurePort}/", Accept.ActivityPub));
    }

    [Fact]
    public async Task An_activity_is_posted_byte_for_byte_with_its_signature_and_the_answer_is_reported()
    {
        var received = "";
        await using var peer = await Peer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            received = await reader.ReadToEndAsync();
            context.Response.StatusCode = context.Request.Path == "/inbox" ? 202 : context.Request.Path == "/busy" ? 503 : 307;
            context.Response.Headers.RetryAfter = "60";
            context.Response.Headers.Location = "/inbox";
        });
        using var client = Client();
        KeyValuePair<string, string>[] signed = [new("Digest", "SHA-256=x"), new("Content-Digest", "sha-256=:x:"), new("Date", "Tue, 24 Nov 2026 22:00:00 GMT"), new("Signature", "s")];

        var answered = Assert.IsType<PostResult.Answered>(await client.PostActivityAsync(peer.Url("/inbox"), "{\"é\":1}"u8.ToArray(), signed));
        Assert.True(answered.IsAccepted);
        Assert.Equal("{\"é\":1}", received);
        var headers = Assert.Single(peer.Requests).Headers;
        Assert.Equal("application/activity+json", headers.ContentType);
        Assert.All(signed, field => Assert.Equal(field.Value, headers[field.Key]));

        var busy = Assert.IsType<PostResult.Answered>(await client.PostActivityAsync(peer.Url("/busy"), "{}"u8.ToArray(), [new("Content-Type", "application/ld+json")]));
        Assert.Equal((503, TimeSpan.FromMinutes(1), true, false), (busy.Status, busy.RetryAfter, busy.MayBeRetried, busy.IsAccepted));
        Assert.Equal("application/ld+json", peer.Requests.Last().Headers.ContentType);

        var moved = Assert.IsType<PostResult.Answered>(await client.PostActivityAsync(peer.Url("/moved"), "{}"u8.ToArray(), []));
        Assert.Equal(307, moved.Status);
        Assert.Equal(3, peer.Requests.Count);
    }

    private static GuardedHttpClient Client(RemoteOptions? options = null, HostResolver? resolve = null) =>
        new(options ?? Development, new NamingSigner(), TimeProvider.System, resolve);

    private static Task AnswerAsync(HttpContext context, string body, string type = "application/activity+json")
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }

    /// <summary>Says in place of a signature what it was asked to sign.</summary>
    private sealed class NamingSigner : IRequestSigner
    {
        public IReadOnlyList<KeyValuePair<string, string>> Sign(HttpMethod method, Uri target, ReadOnlyMemory<byte>? body) => [new("Signature", $"{method} {target}")];
    }
}
