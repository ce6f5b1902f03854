using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;

namespace Fediprofs.Commands.Demo;

/// <summary>
/// A server as Mastodon is one, seen from outside: its own keys, draft-cavage signatures, documents as Mastodon writes them.
/// It has one person, ada, and keeps what it receives as Mastodon would show it. It knows nothing of questions.
/// </summary>
internal sealed class MastodonPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LoopbackClient _http;
    private readonly TimeProvider _time;
    private readonly RsaSigningKey _key = RsaKeys.Generate();
    private readonly ConcurrentQueue<JsonObject> _received = new();
    private readonly ConcurrentDictionary<string, VerificationKey> _keys = new(StringComparer.Ordinal);

    private MastodonPeer(string domain, int port, LoopbackClient http, TimeProvider time)
    {
        (Domain, Base, _http, _time) = (domain, $"http://{domain}", http, time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.MapGet("/.well-known/webfinger", (string resource) => resource == $"acct:ada@{Domain}" ? Json(WebFinger(), "application/jrd+json") : Results.NotFound());
        _app.MapGet("/users/ada", () => Json(Actor(), "application/activity+json"));
        _app.MapGet("/users/ada/{collection}", (string collection) => Json(Empty($"{Ada}/{collection}"), "application/activity+json"));
        _app.MapPost("/inbox", (Delegate)ReceiveAsync);
        _app.MapPost("/users/ada/inbox", (Delegate)ReceiveAsync);
    }

    /// <summary>Host and port: the part after the @.</summary>
    public string Domain { get; }

    /// <summary>Its person.</summary>
    public string Ada => $"{Base}/users/ada";

    private string Base { get; }

    public static async Task<MastodonPeer> StartAsync(string name, int port, LoopbackClient http, TimeProvider time, CancellationToken cancel)
    {
        var peer = new MastodonPeer($"{name}:{port}", port, http, time);
        await peer._app.StartAsync(cancel);
        return peer;
    }

    /// <summary>Ada follows somebody: a signed Follow to their inbox, as Mastodon sends it.</summary>
    public async Task FollowAsync(string handle, CancellationToken cancel)
    {
        var actor = await FindAsync(handle, cancel);
        var follow = new JsonObject
        {
            ["@context"] = "https://www.w3.org/ns/activitystreams",
            ["id"] = $"{Base}/{Guid.NewGuid()}",
            ["type"] = "Follow",
            ["actor"] = Ada,
            ["object"] = Text(actor, "id"),
        };
        var (status, body) = await PostAsync(new Uri(Text(actor, "inbox")), Encoding.UTF8.GetBytes(follow.ToJsonString()), cancel);
        if (status is < 200 or >= 300)
        {
            throw new InvalidOperationException($"The Follow was answered {status}: {body}");
        }
    }

    /// <summary>Whether ada's Follow of an actor was accepted.</summary>
    public bool WasAccepted => _received.Any(a => Text(a, "type") == "Accept");

    /// <summary>The notes that arrived, as Mastodon shows them: the HTML of <c>content</c>, nothing else.</summary>
    public IReadOnlyList<(string Id, string Url, string Content)> Notes =>
        [.. _received.Where(a => Text(a, "type") == "Create").Select(a => a["object"]).OfType<JsonObject>().Where(o => Text(o, "type") == "Note")
            .Select(o => (Text(o, "id"), Text(o, "url"), Text(o, "content")))];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        if (!await IsSignedAsync(context.Request, bytes, context.RequestAborted) || JsonNode.Parse(bytes) is not JsonObject activity)
        {
            return Results.Json(new { error = "Request not signed" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        _received.Enqueue(activity);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<bool> IsSignedAsync(HttpRequest request, byte[] body, CancellationToken cancel)
    {
        var fields = request.Headers.SelectMany(h => h.Value.Select(v => new HttpField(h.Key, v ?? ""))).ToList();
        var signed = new SignedRequest(request.Method, request.Scheme, request.Host.Value ?? "", request.Path + request.QueryString, fields, body);
        if (RequestVerification.Read(signed, out _) is not { Scheme: SignatureScheme.Cavage } claimed)
        {
            return false;
        }

        if (!_keys.TryGetValue(claimed.KeyId, out var key))
        {
            var owner = await FetchAsync(claimed.KeyId.Split('#')[0], cancel);
            if (owner["publicKey"] is not JsonObject published || !VerificationKey.TryFromPem(Text(published, "publicKeyPem"), out key))
            {
                return false;
            }

            _keys[claimed.KeyId] = key;
        }

        return RequestVerification.Verify(signed, claimed, key, _time.GetUtcNow()).IsValid;
    }

    private async Task<JsonObject> FindAsync(string handle, CancellationToken cancel)
    {
        var host = handle[(handle.IndexOf('@', StringComparison.Ordinal) + 1)..];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}/.well-known/webfinger?resource=acct:{handle}");
        var (status, text) = await _http.SendAsync(request, cancel);
        var self = status == 200 ? JsonNode.Parse(text)!["links"]!.AsArray().FirstOrDefault(l => Text(l!.AsObject(), "rel") == "self") : null;
        return self is null ? throw new InvalidOperationException($"WebFinger of {handle} answered {status}") : await FetchAsync(Text(self.AsObject(), "href"), cancel);
    }

    private async Task<JsonObject> FetchAsync(string url, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "application/activity+json, application/ld+json");
        Sign(request, OutgoingRequest.To("GET", new Uri(url)));
        var (status, text) = await _http.SendAsync(request, cancel);
        return status == 200 && JsonNode.Parse(text) is JsonObject document ? document : throw new InvalidOperationException($"GET {url} answered {status}");
    }

    private async Task<(int Status, string Body)> PostAsync(Uri inbox, byte[] body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, inbox) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/activity+json");
        Sign(request, OutgoingRequest.To("POST", inbox) with { BodySha256 = SHA256.HashData(body), ContentType = "application/activity+json" });
        return await _http.SendAsync(request, cancel);
    }

    private void Sign(HttpRequestMessage request, OutgoingRequest outgoing)
    {
        foreach (var field in CavageSigner.Sign(outgoing, $"{Ada}#main-key", _key, _time.GetUtcNow()))
        {
            request.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }
    }

    private JsonObject WebFinger() => new()
    {
        ["subject"] = $"acct:ada@{Domain}",
        ["aliases"] = new JsonArray($"{Base}/@ada", Ada),
        ["links"] = new JsonArray(
            new JsonObject { ["rel"] = "http://webfinger.net/rel/profile-page", ["type"] = "text/html", ["href"] = $"{Base}/@ada" },
            new JsonObject { ["rel"] = "self", ["type"] = "application/activity+json", ["href"] = Ada }),
    };

    private JsonObject Actor() => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"),
        ["id"] = Ada,
        ["type"] = "Person",
        ["following"] = $"{Ada}/following",
        ["followers"] = $"{Ada}/followers",
        ["inbox"] = $"{Ada}/inbox",
        ["outbox"] = $"{Ada}/outbox",
        ["preferredUsername"] = "ada",
        ["name"] = "Ada",
        ["summary"] = "",
        ["url"] = $"{Base}/@ada",
        ["manuallyApprovesFollowers"] = false,
        ["discoverable"] = true,
        ["published"] = "2022-11-06T00:00:00Z",
        ["publicKey"] = new JsonObject { ["id"] = $"{Ada}#main-key", ["owner"] = Ada, ["publicKeyPem"] = _key.PublicKey.ToPem() },
        ["endpoints"] = new JsonObject { ["sharedInbox"] = $"{Base}/inbox" },
    };

    private static JsonObject Empty(string id) => new()
    {
        ["@context"] = "https://www.w3.org/ns/activitystreams",
        ["id"] = id,
        ["type"] = "OrderedCollection",
        ["totalItems"] = 0,
    };

    private static IResult Json(JsonObject document, string type) => Results.Text(document.ToJsonString(), type);

    private static string Text(JsonObject document, string name) => document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
