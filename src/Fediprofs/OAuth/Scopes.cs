using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth;

/// <summary>The scopes of Mastodon's API (4.6) and which of them contain others.</summary>
public static class Scopes
{
    /// <summary>What an application gets that asks for nothing.</summary>
    public const string Default = "read";

    /// <summary>Every scope, in the order in which the server's metadata lists them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "read", "profile", "write",
        "write:accounts", "write:blocks", "write:bookmarks", "write:collections", "write:conversations", "write:favourites",
        "write:filters", "write:follows", "write:lists", "write:media", "write:mutes", "write:notifications", "write:reports",
        "write:statuses",
        "read:accounts", "read:blocks", "read:bookmarks", "read:collections", "read:favourites", "read:filters", "read:follows",
        "read:lists", "read:mutes", "read:notifications", "read:search", "read:statuses",
        "follow", "push",
        "admin:read",
        "admin:read:accounts", "admin:read:reports", "admin:read:domain_allows", "admin:read:domain_blocks", "admin:read:ip_blocks",
        "admin:read:email_domain_blocks", "admin:read:canonical_email_blocks",
        "admin:write",
        "admin:write:accounts", "admin:write:reports", "admin:write:domain_allows", "admin:write:domain_blocks", "admin:write:ip_blocks",
        "admin:write:email_domain_blocks", "admin:write:canonical_email_blocks",
    ];

    private static readonly string[] Follow =
        ["read:blocks", "read:follows", "read:mutes", "write:blocks", "write:follows", "write:mutes"];

    /// <summary>Whether a token that carries <paramref name="granted"/> may do what <paramref name="wanted"/> names.</summary>
    public static bool Covers(string granted, string wanted) =>
        granted == wanted
        || (wanted.StartsWith(granted, StringComparison.Ordinal) && wanted[granted.Length] == ':')
        || (granted == "follow" && Follow.Contains(wanted));

    /// <summary>The scopes in a string separated by white space, each once.</summary>
    public static string[] Parse(string? scopes) =>
        (scopes ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();

    /// <summary>What an application registered for <paramref name="registered"/> gets when it asks for no scope: the part within "read".</summary>
    public static string[] DefaultWithin(IReadOnlyCollection<string> registered) =>
        registered.Contains(Default) ? [Default] : [.. registered.Where(scope => Covers(Default, scope))];

    /// <summary>The scopes for which an application registered, from its permissions as OpenIddict writes them.</summary>
    public static string[] Registered(IEnumerable<string> permissions) =>
        [.. permissions
            .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[Permissions.Prefixes.Scope.Length..])];
}
