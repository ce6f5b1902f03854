using Fediprofs.OAuth.Documents;
using Fediprofs.OAuth.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Server;

/// <summary>OpenIddict set up as Mastodon's clients expect it.</summary>
public static class AuthorizationServer
{
    public const string AuthorizePath = "/oauth/authorize";
    public const string TokenPath = "/oauth/token";
    public const string RevokePath = "/oauth/revoke";

    /// <summary>Where the code is shown to who cannot be redirected.</summary>
    public const string OutOfBandPath = "/oauth/authorize/native";

    public const string OutOfBandUri = "urn:ietf:wg:oauth:2.0:oob";

    /// <summary>Mastodon's tokens live until they are revoked, and its clients do not know how to renew one.</summary>
    internal static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromDays(3650);

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    internal static void Add(IServiceCollection services)
    {
        services.AddOpenIddict().AddCore(Stores).AddServer(server =>
        {
            server.SetAuthorizationEndpointUris(AuthorizePath[1..])
                .SetTokenEndpointUris(TokenPath[1..])
                .SetRevocationEndpointUris(RevokePath[1..]);
            // Mastodon's metadata has fields that OpenIddict's has not, and nobody outside checks our tokens: see Metadata.
            server.SetConfigurationEndpointUris(Array.Empty<string>()).SetJsonWebKeySetEndpointUris(Array.Empty<string>());
            server.AllowAuthorizationCodeFlow().AllowClientCredentialsFlow();
            server.SetAccessTokenLifetime(AccessTokenLifetime).SetAuthorizationCodeLifetime(CodeLifetime);
            server.DisableAccessTokenEncryption();
            server.RegisterScopes([.. Scopes.All]);
            // Every application may use every endpoint; RegisteredScopes checks its scopes, and knows that "read" holds "read:statuses".
            server.IgnoreEndpointPermissions().IgnoreGrantTypePermissions().IgnoreResponseTypePermissions().IgnoreScopePermissions();
            Handlers(server);
            server.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableErrorPassthrough()
                .SuppressJsonResponseIndentation()
                // TLS ends at the proxy; on loopback, in trials, there is none.
                .DisableTransportSecurityRequirement();
        });
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, Keys>();
    }

    private static void Stores(OpenIddictCoreBuilder core)
    {
        core.SetDefaultApplicationEntity<OAuthApplication>()
            .SetDefaultAuthorizationEntity<OAuthAuthorization>()
            .SetDefaultScopeEntity<OAuthScope>()
            .SetDefaultTokenEntity<OAuthToken>();
        core.ReplaceApplicationStore<OAuthApplication, ApplicationStore>(ServiceLifetime.Singleton)
            .ReplaceAuthorizationStore<OAuthAuthorization, AuthorizationStore>(ServiceLifetime.Singleton)
            .ReplaceScopeStore<OAuthScope, ScopeStore>(ServiceLifetime.Singleton)
            .ReplaceTokenStore<OAuthToken, TokenStore>(ServiceLifetime.Singleton);
    }

    private static void Handlers(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ExtractTokenRequestContext>(handler => handler
            .UseSingletonHandler<BodyAsForm<ExtractTokenRequestContext>>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractPostRequest<ExtractTokenRequestContext>.Descriptor.Order - 500));
        server.AddEventHandler<ExtractRevocationRequestContext>(handler => handler
            .UseSingletonHandler<BodyAsForm<ExtractRevocationRequestContext>>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractPostRequest<ExtractRevocationRequestContext>.Descriptor.Order - 500));
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler
            .UseScopedHandler<RegisteredScopes>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateScopes.Descriptor.Order + 500));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler
            .UseScopedHandler<RegisteredScopes>()
            .SetOrder(OpenIddictServerHandlers.Exchange.ValidateAuthentication.Descriptor.Order + 500));
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<ClientCredentials>());
        server.AddEventHandler<ProcessSignInContext>(handler => handler
            .UseSingletonHandler<TokenAnswer>()
            .SetOrder(OpenIddictServerHandlers.AttachSignInParameters.Descriptor.Order + 500));
        server.AddEventHandler<ApplyAuthorizationResponseContext>(handler => handler
            .UseSingletonHandler<OutOfBand>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.Authentication.ProcessFormPostResponse.Descriptor.Order - 500));
    }

    private sealed class Keys(OAuthKeys keys, OAuthOptions oauth) : IConfigureOptions<OpenIddictServerOptions>
    {
        public void Configure(OpenIddictServerOptions options)
        {
            options.Issuer = new Uri(oauth.Issuer);
            options.SigningCredentials.Add(new SigningCredentials(keys.SigningKey, SecurityAlgorithms.EcdsaSha256));
            options.EncryptionCredentials.Add(new EncryptingCredentials(
                keys.EncryptionKey, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            options.CodeChallengeMethods.Clear();
            options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
        }
    }
}
