using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Server;

/// <summary>A token of the application itself; its subject is the client id (RFC 9068 §2.2), which no account has.</summary>
internal sealed class ClientCredentials(OAuthOptions options) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType())
        {
            var identity = new ClaimsIdentity("ClientCredentials", Claims.Name, Claims.Role);
            identity.SetClaim(Claims.Subject, context.Request.ClientId);
            identity.SetScopes(context.Request.GetScopes());
            identity.SetResources(options.Issuer);
            context.SignIn(new ClaimsPrincipal(identity));
        }

        return default;
    }
}
