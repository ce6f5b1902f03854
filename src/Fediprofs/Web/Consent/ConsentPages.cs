using System.Security.Claims;
using Fediprofs.OAuth;
using Fediprofs.OAuth.Documents;
using Fediprofs.OAuth.Server;
using Fediprofs.Web.Layout;
using Fediprofs.Web.SignIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.Web.Consent;

/// <summary>
/// <c>/oauth/authorize</c>: a signed-in person lets an application act for them, or does not. OpenIddict has checked the request
/// (client, redirect address, scopes, PKCE) before it comes here.
/// </summary>
public static class ConsentPages
{
    private const string ForceLogin = "force_login";

    /// <summary>Maps them into the group for pages.</summary>
    public static IEndpointRouteBuilder MapConsent(this IEndpointRouteBuilder pages)
    {
        pages.MapMethods(AuthorizationServer.AuthorizePath, [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync);
        pages.MapGet(AuthorizationServer.OutOfBandPath, (HttpContext context, string? code) =>
        {
            context.Response.Headers.CacheControl = "no-cache, no-store";
            return Page<CodePage>(context, new() { [nameof(CodePage.Code)] = string.IsNullOrEmpty(code) ? null : code });
        });
        return pages;
    }

    private static async Task<IResult> AuthorizeAsync(
        HttpContext context,
        IOpenIddictApplicationManager applications,
        IAntiforgery antiforgery,
        OAuthOptions options,
        Texts texts,
        CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerResponse() is { Error: { } error })
        {
            return Page<RequestErrorPage>(context, new() { [nameof(RequestErrorPage.Error)] = error }, StatusCodes.Status400BadRequest);
        }

        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("OpenIddict stands before this endpoint, see UseOAuth.");
        var carried = ConsentView.Carry(request);
        var signIn = SignInPages.Towards(AuthorizationServer.AuthorizePath + QueryString.Create(
            carried.Where(parameter => parameter.Key != ForceLogin).Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value))));
        var decision = HttpMethods.IsPost(context.Request.Method) ? (string?)request[ConsentView.Decision] : null;
        var session = await context.AuthenticateAsync(Session.Scheme);
        if (session.Principal?.AccountId() is not { } account || (decision is null && IsTrue(request[ForceLogin])))
        {
            return TypedResults.LocalRedirect(signIn);
        }

        if (decision is null)
        {
            var application = (OAuthApplication)(await applications.FindByClientIdAsync(request.ClientId!, cancellationToken))!;
            if (request.RedirectUri is { } address and not AuthorizationServer.OutOfBandUri)
            {
                SecurityHeaders.AllowFormRedirect(context, address);
            }

            return Page<ConsentPage>(context, new()
            {
                [nameof(ConsentPage.View)] = new ConsentView(
                    application.DisplayName ?? "",
                    application.Website is { } website ? new Uri(website).Host : null,
                    session.Principal.FindFirst(Claims.Name)?.Value ?? "",
                    Permissions.Describe(request.GetScopes(), texts),
                    carried,
                    signIn),
            });
        }

        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        return decision == ConsentView.Allow ? Grant(account, request, options) : Deny();
    }

    private static SignInHttpResult Grant(long account, OpenIddictRequest request, OAuthOptions options)
    {
        var identity = new ClaimsIdentity(Session.Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.ToString(System.Globalization.CultureInfo.InvariantCulture));
        identity.SetScopes(request.GetScopes());
        identity.SetResources(options.Issuer);
        return TypedResults.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static ForbidHttpResult Deny() =>
        TypedResults.Forbid(
            new AuthenticationProperties(new Dictionary<string, string?>
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.AccessDenied,
                // Mastodon's sentence.
                [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The resource owner or authorization server denied the request.",
            }),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static bool IsTrue(OpenIddictParameter? parameter) => (string?)parameter is "true" or "1";

    private static RazorComponentResult<T> Page<T>(HttpContext context, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where T : IComponent
    {
        parameters["Frame"] = PageFrame.Of(context);
        return new RazorComponentResult<T>(parameters) { StatusCode = status };
    }
}
