namespace Fediprofs.MastodonApi;

/// <summary>
/// Lets web clients of other origins use the API (Mastodon 4.6, config/initializers/cors.rb). Tokens travel in a header, never in
/// a cookie, so every origin may.
/// </summary>
internal sealed class CrossOrigin(RequestDelegate next)
{
    private static readonly PathString[] Open = ["/api", "/oauth/token", "/oauth/revoke", "/oauth/apps", "/.well-known"];

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Headers.Origin.Count == 0 || !IsOpen(http.Request.Path))
        {
            return next(http);
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id";
        if (!HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers.AccessControlRequestMethod.Count == 0)
        {
            return next(http);
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "7200";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool IsOpen(PathString path)
    {
        foreach (var open in Open)
        {
            if (path.StartsWithSegments(open))
            {
                return true;
            }
        }

        return false;
    }
}
