using System.Globalization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth.Tokens;

/// <summary>How a bearer token is checked: signature, type, issuer, audience and expiry by JwtBearer, then whether it still lives.</summary>
internal sealed class BearerTokens(OAuthKeys keys, OAuthOptions oauth, LiveTokens live, TimeProvider clock)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name == JwtBearerDefaults.AuthenticationScheme)
        {
            Configure(options);
        }
    }

    public void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = oauth.Issuer,
            ValidAudience = oauth.Issuer,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            // RFC 9068 §4: nothing else signed with the same key passes for an access token.
            ValidTypes = ["at+jwt"],
            IssuerSigningKey = keys.SigningKey,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
        };
        options.Events = new JwtBearerEvents { OnMessageReceived = Read, OnTokenValidated = Admit };
    }

    private static Task Read(MessageReceivedContext context)
    {
        if (TokenOf(context.Request) is { } token)
        {
            context.Token = token;
        }
        else
        {
            context.NoResult();
        }

        return Task.CompletedTask;
    }

    private async Task Admit(TokenValidatedContext context)
    {
        if (context.SecurityToken is not JsonWebToken token || Principal(token) is not { } principal)
        {
            context.Fail("The token lacks a claim.");
        }
        else if (!await live.AdmitAsync(token.EncodedToken, principal, context.HttpContext.RequestAborted))
        {
            context.Fail("The token was revoked.");
        }
        else
        {
            context.Principal = principal;
        }
    }

    private static TokenPrincipal? Principal(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>(Claims.Private.TokenId, out var id)
            || !token.TryGetPayloadValue<string>(Claims.ClientId, out var client))
        {
            return null;
        }

        // RFC 9068 §2.2: without a person the subject is the client itself.
        long? account = token.Subject != client && long.TryParse(token.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var subject)
            ? subject
            : null;
        token.TryGetPayloadValue<string>(Claims.Scope, out var scopes);
        return new TokenPrincipal(id, client, account, new ScopeSet(Scopes.Parse(scopes)), new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
    }

    /// <summary>The bearer token of a request; null when it sends none.</summary>
    internal static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return header[7..].Trim();
        }

        // Browsers cannot set a header on a WebSocket or an EventSource (Mastodon's streaming API).
        if (request.Path.StartsWithSegments("/api/v1/streaming"))
        {
            return request.Query["access_token"].FirstOrDefault(token => !string.IsNullOrEmpty(token))
                ?? request.Headers.SecWebSocketProtocol.FirstOrDefault(token => !string.IsNullOrEmpty(token));
        }

        return null;
    }
}
