using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Server;

/// <summary>Gives the token answer the shape of Mastodon's Token entity: scopes always, when it was made, and no expiry.</summary>
internal sealed class TokenAnswer(TimeProvider clock) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Token && context.AccessTokenPrincipal is { } token)
        {
            context.Response.ExpiresIn = null;
            context.Response.Scope = string.Join(' ', token.GetScopes());
            context.Response["created_at"] = (token.GetCreationDate() ?? clock.GetUtcNow()).ToUnixTimeSeconds();
        }

        return default;
    }
}
