using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests.Remote;

/// <summary>A real server on loopback, plain and with a self-signed certificate, that remembers what it was asked.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> SelfSigned = new(() =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=elsewhere.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    });

    private readonly WebApplication application;

    private Peer(WebApplication application) => this.application = application;

    public ConcurrentQueue<(string Method, string Path, IHeaderDictionary Headers)> Requests { get; } = new();

    public int Port { get; private set; }

    public int SecurePort { get; private set; }

    public string Url(string path) => $"http://peer.localhost:{Port}{path}";

    public static async Task<Peer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(SelfSigned.Value));
        });
        var peer = new Peer(builder.Build());
        peer.application.Run(async context =>
        {
            // Kestrel uses its dictionary again for the next request.
            peer.Requests.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            await answer(context);
        });
        await peer.application.StartAsync();
        var ports = peer.application.Urls.Select(url => new Uri(url)).ToList();
        peer.Port = ports.Single(url => url.Scheme == "http").Port;
        peer.SecurePort = ports.Single(url => url.Scheme == "https").Port;
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
