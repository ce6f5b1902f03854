using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Federation.Tests.World;

/// <summary>What came to a peer's inbox, rightly signed.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Inbox">The path of the inbox.</param>
/// <param name="Scheme">How it was signed.</param>
public sealed record Delivered(JsonObject Activity, string Inbox, SignatureScheme Scheme);

/// <summary>
/// Another server, scripted: it serves documents, takes what is rightly signed, and says what a story wants it to say. What it
/// signs with, and what it takes, is its kind's own.
/// </summary>
public abstract class Peer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Delivered> received = new();
    private readonly ConcurrentQueue<string> turnedAway = new();
    private readonly ConcurrentDictionary<string, VerificationKey> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonObject> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> gone = new(StringComparer.Ordinal);
    private int count;

    protected Peer(string name, string? handleDomain)
    {
        var port = Academie.FreePort();
        Domain = string.Create(CultureInfo.InvariantCulture, $"{name}.localhost:{port}");
        HandleDomain = handleDomain is null ? Domain : string.Create(CultureInfo.InvariantCulture, $"{handleDomain}.localhost:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Host and port of its addresses.</summary>
    public string Domain { get; }

    /// <summary>The part after the @: the same, unless the domain is split.</summary>
    public string HandleDomain { get; }

    /// <summary>Scheme and authority.</summary>
    public string Url => $"http://{Domain}";

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<Delivered> Received => [.. received];

    /// <summary>Why what came was not taken.</summary>
    public IReadOnlyList<string> TurnedAway => [.. turnedAway];

    /// <summary>What every request to an inbox is answered with instead of being taken; 0: it is taken.</summary>
    public int AnswersInboxesWith { get; set; }

    /// <summary>How long it thinks before it answers a request to an inbox.</summary>
    public TimeSpan ThinksFor { get; set; }

    /// <summary>What it takes.</summary>
    protected abstract SignatureScheme Scheme { get; }

    internal static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    protected Task OpenAsync() => app.StartAsync();

    /// <summary>Serves a document at its id from now on.</summary>
    internal void Publish(JsonObject document)
    {
        gone.TryRemove(document.Text("id"), out _);
        documents[document.Text("id")] = document;
    }

    /// <summary>Answers 410 for an id from now on.</summary>
    internal void Withdraw(string uri)
    {
        documents.TryRemove(uri, out _);
        gone[uri] = true;
    }

    /// <summary>A number that was not used before.</summary>
    internal string Next() => (116_000_000_000_000_000L + Interlocked.Increment(ref count)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The header lines of a signed request.</summary>
    internal abstract IReadOnlyList<HttpField> Sign(PeerPerson signer, OutgoingRequest request);

    /// <summary>The keys in an actor's document.</summary>
    internal abstract void WriteKeys(PeerPerson person, JsonObject actor);

    /// <summary>The key of an id in the document of its owner.</summary>
    protected abstract VerificationKey? KeyIn(JsonObject actor, string keyId);

    /// <summary>Fetches as somebody here, or unsigned.</summary>
    internal async Task<(int Status, JsonObject? Document)> FetchAsync(string url, PeerPerson? signer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "application/activity+json, application/ld+json");
        if (signer is not null)
        {
            Add(request, Sign(signer, OutgoingRequest.To("GET", new Uri(url))));
        }

        using var response = await Academie.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/activity+json" ? JsonNode.Parse(text) as JsonObject : null);
    }

    /// <summary>Posts an activity to an inbox, signed; answers the status.</summary>
    /// <param name="signer">Who signs.</param>
    /// <param name="activity">What is said.</param>
    /// <param name="inbox">Where to.</param>
    /// <param name="node">The port of the node that takes it, as a load balancer would choose one; 0: that of the address.</param>
    internal async Task<int> PostAsync(PeerPerson signer, JsonObject activity, string inbox, int node = 0)
    {
        var body = Encoding.UTF8.GetBytes(activity.ToJsonString());
        var address = new UriBuilder(inbox);
        using var request = new HttpRequestMessage(HttpMethod.Post, inbox) { Content = new ByteArrayContent(body) };
        if (node != 0)
        {
            request.Headers.Host = address.Uri.Authority;
            address.Port = node;
            request.RequestUri = address.Uri;
        }

        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/activity+json");
        Add(request, Sign(signer, OutgoingRequest.To("POST", new Uri(inbox)) with { BodySha256 = SHA256.HashData(body), ContentType = "application/activity+json" }));
        using var response = await Academie.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>Whoever has a handle, by WebFinger.</summary>
    internal async Task<JsonObject> FindAsync(string handle, PeerPerson asker)
    {
        var host = handle[(handle.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var answer = JsonNode.Parse(await Academie.Http.GetStringAsync($"http://{host}/.well-known/webfinger?resource=acct:{handle}"))!;
        Assert.Equal($"acct:{handle}", answer.Text("subject"));
        var self = answer.Items("links").Single(l => l.Text("rel") == "self" && l.Text("type") == "application/activity+json").Text("href");
        return await ActorAsync(self, asker);
    }

    /// <summary>An actor's document, checked as Mastodon checks it.</summary>
    internal async Task<JsonObject> ActorAsync(string uri, PeerPerson? asker)
    {
        var (status, actor) = await FetchAsync(uri, asker);
        Assert.True(status == 200 && actor is not null, $"GET {uri} answered {status}");
        Assert.Equal(uri, actor.Text("id"));
        return actor;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a peer of this kind does by itself with what it took.</summary>
    protected virtual void Took(JsonObject activity)
    {
    }

    /// <summary>The WebFinger answer for a handle; null when nobody has it.</summary>
    protected abstract JsonObject? WebFinger(string resource);

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method))
        {
            context.Response.StatusCode = await TakeAsync(context);
            return;
        }

        var uri = $"{Url}{request.Path}{request.QueryString}";
        if (request.Path == "/.well-known/webfinger")
        {
            await WriteAsync(context, WebFinger(request.Query["resource"].ToString()), "application/jrd+json");
        }
        else if (gone.ContainsKey(uri))
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
        }
        else
        {
            await WriteAsync(context, documents.GetValueOrDefault(uri), "application/activity+json");
        }
    }

    private static async Task WriteAsync(HttpContext context, JsonObject? document, string type)
    {
        if (document is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = type;
        await context.Response.WriteAsync(document.ToJsonString());
    }

    private async Task<int> TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (ThinksFor > TimeSpan.Zero)
        {
            await Task.Delay(ThinksFor, TimeProvider.System);
        }

        if (AnswersInboxesWith != 0)
        {
            return AnswersInboxesWith;
        }

        var (scheme, problem) = await VerifyAsync(context.Request, body.ToArray());
        if (problem is not null || JsonNode.Parse(body.ToArray()) is not JsonObject activity)
        {
            turnedAway.Enqueue(problem ?? "no object");
            return StatusCodes.Status401Unauthorized;
        }

        if (!activity.Items("@context").Any(c => c is JsonValue value && value.TryGetValue<string>(out var name) && name == "https://www.w3.org/ns/activitystreams"))
        {
            turnedAway.Enqueue("no ActivityStreams context");
            return StatusCodes.Status400BadRequest;
        }

        received.Enqueue(new(activity, context.Request.Path, scheme));
        Took(activity);
        return StatusCodes.Status202Accepted;
    }

    private async Task<(SignatureScheme Scheme, string? Problem)> VerifyAsync(HttpRequest request, byte[] body)
    {
        var fields = request.Headers.SelectMany(h => h.Value.Select(v => new HttpField(h.Key, v ?? ""))).ToList();
        var signed = new SignedRequest(request.Method, request.Scheme, request.Host.Value ?? "", request.Path + request.QueryString, fields, body);
        if (RequestVerification.Read(signed, out var problem) is not { } claimed)
        {
            return (default, problem.Reason);
        }

        if (claimed.Scheme != Scheme)
        {
            return (claimed.Scheme, "signed in a way that is not understood here");
        }

        if (keys.TryGetValue(claimed.KeyId, out var key) && RequestVerification.Verify(signed, claimed, key, Now).IsValid)
        {
            return (claimed.Scheme, null);
        }

        // As Mastodon does: a key that does not fit is fetched again, once.
        var owner = await ActorAsync(claimed.KeyId.Split('#')[0], asker: null);
        if (KeyIn(owner, claimed.KeyId) is not { } fresh)
        {
            return (claimed.Scheme, $"{claimed.KeyId} is not in its owner's document");
        }

        keys[claimed.KeyId] = fresh;
        var verdict = RequestVerification.Verify(signed, claimed, fresh, Now);
        return (claimed.Scheme, verdict.IsValid ? null : verdict.Reason);
    }

    private static void Add(HttpRequestMessage request, IReadOnlyList<HttpField> fields)
    {
        foreach (var field in fields)
        {
            request.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }
    }
}
