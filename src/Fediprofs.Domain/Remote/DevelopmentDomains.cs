using System.Globalization;

namespace Fediprofs.Domain.Remote;

/// <summary>
/// Host patterns of a development set-up (<c>Federation:DevelopmentDomains</c>): <c>localhost</c>, <c>*.bench.test</c> (any name below it,
/// at any depth), with <c>:8443</c> for one port or <c>:*</c> (the same as none) for all. For these alone the guards against private
/// addresses, plain HTTP and unknown certificates are down.
/// </summary>
public sealed class DevelopmentDomains
{
    /// <summary>Nothing is allowed: the setting of every public server.</summary>
    public static DevelopmentDomains None { get; } = new([]);

    private readonly (string Host, bool Below, int? Port)[] patterns;

    private DevelopmentDomains((string Host, bool Below, int? Port)[] patterns) => this.patterns = patterns;

    /// <summary>Whether any pattern is set, of which the start should warn.</summary>
    public bool Any => patterns.Length > 0;

    /// <summary>Reads patterns; empty ones are skipped.</summary>
    /// <exception cref="FormatException">A pattern is no host pattern; the message names it and shows an example.</exception>
    public static DevelopmentDomains Parse(IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return new([.. patterns.Select(pattern => pattern.Trim()).Where(pattern => pattern.Length > 0).Select(Read)]);
    }

    /// <summary>Whether the guards are down for this address.</summary>
    public bool Allow(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (patterns.Length == 0)
        {
            return false;
        }

        var host = address.IdnHost.TrimEnd('.');
        foreach (var (name, below, port) in patterns)
        {
            if ((port is null || port == address.Port)
                && (below
                    ? host.Length > name.Length && host.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                    : host.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static (string, bool, int?) Read(string pattern)
    {
        var (host, port) = (pattern, (int?)null);
        if (pattern.LastIndexOf(':') is > 0 and var colon)
        {
            (host, var after) = (pattern[..colon], pattern[(colon + 1)..]);
            if (after != "*")
            {
                port = ushort.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(pattern);
            }
        }

        var below = host.StartsWith("*.", StringComparison.Ordinal);
        // "*.bench.test" is kept as ".bench.test": what a name below it ends with.
        var name = below ? host[1..] : host;
        return Uri.CheckHostName(name.TrimStart('.')) is UriHostNameType.Dns or UriHostNameType.IPv4 ? (name, below, port) : throw Unreadable(pattern);
    }

    private static FormatException Unreadable(string pattern) =>
        new($"\"{pattern}\" is no host pattern: write *.bench.test, localhost, or lyon.localhost:8443.");
}
