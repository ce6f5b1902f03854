using Fediprofs.Domain.Storage;
using Fediprofs.OAuth.Documents;
using Fediprofs.OAuth.Server;
using Fediprofs.OAuth.Tokens;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Fediprofs.OAuth;

/// <summary>Applications, tokens and sessions of one instance.</summary>
public static class OAuthSlice
{
    /// <summary>
    /// Registers everything but the pages. The container also holds the instance's storage (<see cref="StorageSlice"/>),
    /// prepared before the host starts, and its <see cref="SnowflakeIds"/>.
    /// </summary>
    public static IServiceCollection AddOAuth(this IServiceCollection services, OAuthOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<IStoreContribution, OAuthDocuments>();
        services.AddSingleton<IEraser, OAuthEraser>();
        services.AddErased(
            new ErasedColumns("events.mt_doc_oauth_tokens", "id data mt_dotnet_type", nameof(OAuthEraser)),
            new ErasedColumns("events.mt_doc_oauth_authorizations", "id data mt_dotnet_type", nameof(OAuthEraser)),
            new ErasedColumns("events.mt_doc_oauth_applications", "id data mt_dotnet_type", "programs, not people"),
            new ErasedColumns("events.mt_doc_oauth_scopes", "id data mt_dotnet_type", "names of scopes"),
            new ErasedColumns("events.mt_doc_oauth_keys", "id data mt_dotnet_type", "keys of the instance"));
        services.AddSingleton<OAuthKeys>();
        services.AddSingleton<LiveTokens>();
        services.AddSingleton<TokenIssue>();
        services.AddHostedService<OAuthStart>();
        services.AddHostedService<RevocationListener>();
        services.AddHostedService<Pruning>();

        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerTokens>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, Session.Cookie>();
        services.AddAuthentication(Session.Scheme).AddCookie(Session.Scheme).AddJwtBearer();
        services.AddAuthorization();
        AuthorizationServer.Add(services);
        // It would write each request's parameters into the log.
        services.AddLogging(logging => logging.AddFilter("OpenIddict", LogLevel.Warning));

        services.AddDataProtection().SetApplicationName(options.Issuer).DisableAutomaticKeyGeneration();
        services.AddOptions<KeyManagementOptions>().Configure<OAuthKeys>((management, keys) => management.XmlRepository = keys);
        return services;
    }

    /// <summary>
    /// Puts authentication into the pipeline, before the endpoints. OpenIddict looks at requests below /oauth only, so that it
    /// costs the others nothing; the framework is told that its own middleware is not needed.
    /// </summary>
    public static IApplicationBuilder UseOAuth(this IApplicationBuilder app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/oauth"), oauth => oauth.UseAuthentication());
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        return app.UseMiddleware<OAuthGate>();
    }

    /// <summary>Maps the endpoints for applications; OpenIddict answers /oauth/token and /oauth/revoke by itself.</summary>
    public static IEndpointRouteBuilder MapOAuth(this IEndpointRouteBuilder endpoints)
    {
        Metadata.Map(endpoints);
        Applications.Map(endpoints);
        return endpoints;
    }
}
