using System.Net;

namespace Fediprofs.Domain.Remote;

/// <summary>The addresses of a host name, in the order to try them.</summary>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken ct);

/// <summary>The system's resolver, and what needs none.</summary>
internal static class HostAddresses
{
    private static readonly IPAddress[] Loopback = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    /// <summary>A literal is itself; names under <c>.localhost</c> are loopback without asking anybody (RFC 6761 §6.3).</summary>
    public static async Task<IPAddress[]> OfAsync(string host, HostResolver resolve, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            ? Loopback
            : await resolve(host, ct);
    }
}
