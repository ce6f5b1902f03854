using System.Diagnostics;
using Fediprofs.Web.Layout;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Fediprofs.Web.Errors;

/// <summary>Gives people a page where the answer would be an empty error. Programs, which do not ask for HTML, keep what their rim says.</summary>
public sealed class ErrorPages : IExceptionHandler
{
    /// <summary>Answers an unhandled exception with a page, if a page was asked for.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!WantsPage(httpContext.Request))
        {
            return false;
        }

        httpContext.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        await Render(httpContext);
        return true;
    }

    /// <summary>Fills an answer that has an error status and no body.</summary>
    public static Task Fill(StatusCodeContext context) =>
        WantsPage(context.HttpContext.Request) ? Render(context.HttpContext) : Task.CompletedTask;

    private static Task Render(HttpContext context)
    {
        // The exception handler cleared the headers, and runs outside the middleware that chose the language.
        context.RequestServices.GetRequiredService<SecurityHeaders>().Apply(context);
        Language.Speak(context, context.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.Language);
        context.Response.Headers.CacheControl = "no-cache, no-store";
        return new RazorComponentResult<ErrorPage>(new Dictionary<string, object?>
        {
            [nameof(ErrorPage.Frame)] = PageFrame.Of(context),
            [nameof(ErrorPage.Status)] = context.Response.StatusCode,
            [nameof(ErrorPage.TraceId)] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        })
        { StatusCode = context.Response.StatusCode }.ExecuteAsync(context);
    }

    private static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
