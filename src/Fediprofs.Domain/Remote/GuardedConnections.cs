using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Fediprofs.Domain.Remote;

/// <summary>
/// Connections that the guard looked at: the name is resolved here and the very address that was checked is connected to, so that
/// a name that changes its address in between (DNS rebinding) gains nothing.
/// </summary>
internal static class GuardedConnections
{
    /// <param name="options">Limits of the pool.</param>
    /// <param name="open">Whether private addresses and unknown certificates are let through; for development domains alone.</param>
    /// <param name="resolve">Asked for names.</param>
    public static SocketsHttpHandler Create(RemoteOptions options, bool open, HostResolver resolve)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerServer,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionIdleTimeout = options.PooledConnectionIdleTimeout,
            // Hosts move: names are asked again now and then.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = async (context, ct) => await ConnectAsync(context.DnsEndPoint, open, options.ConnectTimeout, resolve, ct),
        };
        if (open)
        {
#pragma warning disable CA5359 // Development domains alone come here, and their certificates are self-signed.
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359
        }

        return handler;
    }

    private static async Task<Stream> ConnectAsync(DnsEndPoint target, bool open, TimeSpan timeout, HostResolver resolve, CancellationToken ct)
    {
        var found = await HostAddresses.OfAsync(target.Host, resolve, ct);
        var addresses = open ? found : Array.FindAll(found, PublicAddress.IsPublic);
        if (addresses.Length == 0)
        {
            throw found.Length == 0
                ? new SocketException((int)SocketError.HostNotFound)
                : new AddressRefusedException($"{target.Host} has no public address");
        }

        for (var i = 0; ; i++)
        {
            var last = i == addresses.Length - 1;
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (!last)
            {
                // A dead first address must not use up the time of the living second one.
                turn.CancelAfter(timeout / 3);
            }

            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], target.Port), turn.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception failure)
            {
                socket.Dispose();
                if (last || ct.IsCancellationRequested || failure is not (SocketException or OperationCanceledException))
                {
                    throw;
                }
            }
        }
    }
}

/// <summary>No address of a host may be connected to.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
