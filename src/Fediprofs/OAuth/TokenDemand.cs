namespace Fediprofs.OAuth;

/// <summary>What an endpoint asks of the bearer token; read by <see cref="OAuthGate"/> from the endpoint's metadata.</summary>
/// <param name="AnyOf">Scopes of which one suffices; empty: any token.</param>
/// <param name="Optional">Without a token the request goes on anonymously. A token that is sent must still be good.</param>
/// <param name="NeedsAccount">Whether a token of the application itself (client credentials) is refused.</param>
public sealed record TokenDemand(string[] AnyOf, bool Optional, bool NeedsAccount);

/// <summary>Says at an endpoint, or at a group of them, which token it takes.</summary>
public static class TokenDemands
{
    /// <summary>A person's token with one of these scopes, or with one that contains it.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new TokenDemand(Known(anyOf), Optional: false, NeedsAccount: true));

    /// <summary>Open to all; who sends a token needs one of these scopes, and is then known.</summary>
    public static TBuilder AllowScope<TBuilder>(this TBuilder endpoint, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new TokenDemand(Known(anyOf), Optional: true, NeedsAccount: false));

    /// <summary>Any valid token, also one of an application without a person.</summary>
    public static TBuilder RequireToken<TBuilder>(this TBuilder endpoint, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new TokenDemand(Known(anyOf), Optional: false, NeedsAccount: false));

    private static string[] Known(string[] scopes) =>
        scopes.FirstOrDefault(scope => !Scopes.All.Contains(scope)) is { } unknown
            ? throw new ArgumentException($"'{unknown}' is not a scope of Mastodon's API.", nameof(scopes))
            : scopes;
}
