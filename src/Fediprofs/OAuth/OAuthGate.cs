using Fediprofs.OAuth.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Fediprofs.OAuth;

/// <summary>
/// Tells who sends a request, and refuses with Mastodon's answers what the endpoint's <see cref="TokenDemand"/> does not allow.
/// It stands before the parameters of an endpoint are bound. Pages know their reader by the session cookie; API endpoints never
/// look at it, so that no other site can use it.
/// </summary>
internal sealed class OAuthGate(RequestDelegate next, OAuthOptions options, LiveTokens live)
{
    private readonly string sessionCookie = Session.CookieName(options);

    public async Task InvokeAsync(HttpContext context)
    {
        var demand = context.GetEndpoint()?.Metadata.GetMetadata<TokenDemand>();
        if (demand is null)
        {
            if (context.Request.Cookies.ContainsKey(sessionCookie)
                && await context.AuthenticateAsync(Session.Scheme) is { Succeeded: true } session)
            {
                context.User = session.Principal;
            }

            await next(context);
            return;
        }

        // A token seen before costs a hash; JwtBearer and the database judge the others (see BearerTokens).
        var token = BearerTokens.TokenOf(context.Request);
        var caller = token is null
            ? null
            : live.Find(token) ?? (await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)).Principal as TokenPrincipal;
        if (caller is not null)
        {
            if (demand.AnyOf.Length > 0 && !caller.Scopes.AllowsAny(demand.AnyOf))
            {
                await RefuseAsync(context, StatusCodes.Status403Forbidden, "insufficient_scope", "This action is outside the authorized scopes");
                return;
            }

            if (demand.NeedsAccount && caller.AccountId is null)
            {
                await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, null, "This method requires an authenticated user");
                return;
            }

            context.User = caller;
        }
        else if (token is not null || !demand.Optional)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "invalid_token", "The access token is invalid");
            return;
        }

        await next(context);
    }

    // RFC 6750 §3.1 for the header; the body is Mastodon's.
    private static Task RefuseAsync(HttpContext context, int status, string? code, string message)
    {
        context.Response.StatusCode = status;
        if (code is not null)
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"Fediprofs\", error=\"{code}\", error_description=\"{message}\"";
        }

        return context.Response.WriteAsJsonAsync(new { error = message }, context.RequestAborted);
    }
}
