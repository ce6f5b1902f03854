namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// What may be asked of an address without changing it. Ids are compared byte for byte (FEP-fe34):
/// these answers never lead to a rewritten address.
/// </summary>
public static class WebAddress
{
    /// <summary>Whether it is an absolute http or https address with a host and without credentials.</summary>
    public static bool IsWeb(string? address) => Parse(address) is not null;

    /// <summary>Host, in lower case, with the port when it is not the scheme's own; null for anything that is no web address.</summary>
    public static string? HostOf(string? address) =>
        Parse(address) is { } uri
            ? uri.IsDefaultPort ? uri.IdnHost.ToLowerInvariant() : $"{uri.IdnHost.ToLowerInvariant()}:{uri.Port}"
            : null;

    /// <summary>Whether both are web addresses on the same host and port: the origin check of FEP-fe34.</summary>
    public static bool SameHost(string? one, string? other) =>
        HostOf(one) is { } host && string.Equals(host, HostOf(other), StringComparison.Ordinal);

    private static Uri? Parse(string? address) =>
        address is not null
        && (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            ? uri
            : null;
}
