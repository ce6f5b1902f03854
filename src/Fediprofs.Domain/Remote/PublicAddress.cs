using System.Net;
using System.Net.Sockets;

namespace Fediprofs.Domain.Remote;

/// <summary>Which addresses belong to the public internet, so that nobody makes this server speak to itself, its neighbours or its cloud.</summary>
public static class PublicAddress
{
    /// <summary>IANA's special-purpose registry (RFC 6890 and after), multicast, reserved space, and one that is public but answers cloud machines only.</summary>
    private static readonly IPNetwork[] Closed4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32", // Azure's wire server
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All that is handed out to anybody (RFC 4291 §2.4); loopback, link-local, unique-local and multicast lie outside.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Protocol assignments with Teredo and ORCHID, documentation, 6to4 (which could carry a private IPv4 address, and is deprecated by RFC 7526).</summary>
    private static readonly IPNetwork[] Closed6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>IPv4 behind a translator (RFC 6052): what a resolver on an IPv6-only network answers.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether this is a public unicast address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Closed4.Any(network => network.Contains(address));
        }

        return Nat64.Contains(address)
            ? IsPublic(new IPAddress(address.GetAddressBytes()[12..]))
            : Global6.Contains(address) && !Closed6.Any(network => network.Contains(address));
    }
}
