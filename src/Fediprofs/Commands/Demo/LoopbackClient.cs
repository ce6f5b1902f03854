using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Fediprofs.Commands.Demo;

/// <summary>
/// A plain HTTP client for this machine alone: names under .localhost are loopback without asking anybody (RFC 6761 §6.3),
/// and no other address is ever opened.
/// </summary>
internal sealed class LoopbackClient : IDisposable
{
    private readonly HttpClient _http = new(Handler()) { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>What opens the connections.</summary>
    public static SocketsHttpHandler Handler() => new() { ConnectCallback = ConnectAsync, AllowAutoRedirect = false, UseProxy = false };

    /// <summary>Sends a request; answers status and body.</summary>
    public async Task<(int Status, string Body)> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var response = await _http.SendAsync(request, cancel);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>A JSON call with a bearer token; throws when it is refused.</summary>
    public async Task<JsonNode> CallAsync(HttpMethod method, string url, string token, JsonNode? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        var (status, text) = await SendAsync(request, cancel);
        return status is >= 200 and < 300 && JsonNode.Parse(text) is { } answer ? answer : throw new InvalidOperationException($"{method} {url} answered {status}: {text}");
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
