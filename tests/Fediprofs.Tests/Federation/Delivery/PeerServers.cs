using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests.Federation.Delivery;

/// <summary>What a peer was posted.</summary>
/// <param name="Host">Which of the peers, by its number.</param>
/// <param name="Path">Which inbox.</param>
/// <param name="Activity">The activity.</param>
/// <param name="Headers">The request's header lines.</param>
/// <param name="At">Milliseconds of the machine's clock.</param>
internal sealed record Received(int Host, string Path, JsonElement Activity, IReadOnlyDictionary<string, string> Headers, long At)
{
    public string Type => Activity.GetProperty("type").GetString()!;

    public string Id => Activity.GetProperty("id").GetString()!;
}

/// <summary>Any number of servers on loopback, told apart by their names (h0.localhost, h1.localhost, …).</summary>
internal sealed class PeerServers : IAsyncDisposable
{
    private readonly WebApplication application;
    private int port;

    private PeerServers(WebApplication application) => this.application = application;

    public ConcurrentQueue<Received> Received { get; } = new();

    /// <summary>What a host answers to a delivery; 202 unless a test says otherwise. Called after the delivery is noted.</summary>
    public Func<Received, HttpContext, Task> Answer { get; set; } = (_, context) =>
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    };

    public string Url(int host, string path) => $"http://h{host}.localhost:{port}{path}";

    public string Name(int host) => $"h{host}.localhost:{port}";

    public static async Task<PeerServers> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var peers = new PeerServers(builder.Build());
        peers.application.Run(async context =>
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            var received = new Received(
                int.Parse(context.Request.Host.Host.Split('.')[0][1..], System.Globalization.CultureInfo.InvariantCulture),
                context.Request.Path,
                document.RootElement.Clone(),
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                Environment.TickCount64);
            peers.Received.Enqueue(received);
            await peers.Answer(received, context);
        });
        await peers.application.StartAsync();
        peers.port = new Uri(peers.application.Urls.Single()).Port;
        return peers;
    }

    public static Task Status(HttpContext context, int status, int? retryAfterSeconds = null)
    {
        context.Response.StatusCode = status;
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
