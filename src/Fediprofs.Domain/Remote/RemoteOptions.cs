namespace Fediprofs.Domain.Remote;

/// <summary>How this instance speaks to others: who it says it is, and the limits it keeps.</summary>
public sealed record RemoteOptions
{
    /// <summary>Scheme and authority of this instance as others see it, such as <c>https://lyon.example</c>; named in <c>User-Agent</c>.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>Hosts for which loopback, plain HTTP and self-signed certificates are allowed; none outside development.</summary>
    public DevelopmentDomains DevelopmentDomains { get; init; } = DevelopmentDomains.None;

    /// <summary>Largest response that is read, in bytes after decompression; 1 MB, as at Mastodon.</summary>
    public int MaxResponseBytes { get; init; } = 1024 * 1024;

    /// <summary>Redirects that a fetch follows.</summary>
    public int MaxRedirects { get; init; } = 3;

    /// <summary>Time for everything: name, connection, redirects, the whole response.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for one connection, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections to one host at most.</summary>
    public int MaxConnectionsPerServer { get; init; } = 8;

    /// <summary>How long an idle connection is kept; short, since thousands of hosts are spoken to.</summary>
    public TimeSpan PooledConnectionIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
