using Fediprofs.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fediprofs.Web.Reading;

/// <summary>What every page and form of the areas has in common.</summary>
internal static class Pages
{
    /// <summary>A page with its frame.</summary>
    public static RazorComponentResult<T> Page<T>(this HttpContext context, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where T : IComponent
    {
        // Pages depend on reader and language; a cache may keep a visitor's for the way back only.
        context.Response.Headers.CacheControl = Reader.Of(context) is null ? "private, no-cache" : "no-cache, no-store";
        context.Response.Headers.Vary = "Accept, Accept-Language, Cookie";
        parameters["Frame"] = PageFrame.Of(context);
        return new RazorComponentResult<T>(parameters) { StatusCode = status };
    }

    /// <summary>Endpoints for people who are signed in; others are sent to sign in and come back.</summary>
    public static RouteGroupBuilder SignedIn(this IEndpointRouteBuilder pages)
    {
        var group = pages.MapGroup("");
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (Reader.Of(context) is not null)
            {
                return await next(invocation);
            }

            var back = HttpMethods.IsGet(context.Request.Method)
                ? context.Request.Path + context.Request.QueryString
                : context.Request.HasFormContentType ? LocalOr((await context.Request.ReadFormAsync(context.RequestAborted))["returnTo"], Addresses.Timeline)
                : Addresses.Timeline;
            return TypedResults.LocalRedirect(Addresses.SignIn + QueryString.Create("return_to", back));
        });
        return group;
    }

    /// <summary>The reader; only for endpoints under <see cref="SignedIn"/>.</summary>
    public static Reader SignedInReader(this HttpContext context) =>
        Reader.Of(context) ?? throw new InvalidOperationException("This endpoint is not for visitors.");

    /// <summary>
    /// Back to where a form stood, which only may be a path of ours: "//elsewhere" and "/\elsewhere" are other hosts to a browser.
    /// </summary>
    public static string LocalOr(string? returnTo, string otherwise) =>
        returnTo is ['/', ..] && returnTo is not ['/', '/' or '\\', ..] && !returnTo.Any(char.IsControl) ? returnTo : otherwise;
}
