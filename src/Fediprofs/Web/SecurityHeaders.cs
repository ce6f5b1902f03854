namespace Fediprofs.Web;

/// <summary>
/// What a browser may do with our answers: styles and images from here, remote images and media over TLS, forms to here, nothing
/// else. The <c>application/ld+json</c> block in a page is data, which <c>script-src</c> does not govern (HTML §4.12.1.1).
/// </summary>
/// <param name="insecureImages">Whether peers in development serve their images over plain HTTP.</param>
public sealed class SecurityHeaders(bool insecureImages)
{
    private readonly string policy =
        "default-src 'none'; style-src 'self'; "
        + $"img-src 'self' https: data:{(insecureImages ? " http:" : "")}; "
        + $"media-src 'self' https:{(insecureImages ? " http:" : "")}; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Sets the headers of an answer; what runs later may still loosen its own.</summary>
    public void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }

    /// <summary>
    /// Lets the page's forms be answered by a redirect to this address: Chromium applies <c>form-action</c> to redirects after a
    /// POST, which would otherwise stop the consent page from returning to the application.
    /// </summary>
    /// <param name="context">The request that renders the page.</param>
    /// <param name="redirectUri">An absolute, already registered redirect URI; private schemes are allowed by their scheme.</param>
    public static void AllowFormRedirect(HttpContext context, string redirectUri)
    {
        if (!Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri))
        {
            return;
        }

        var source = uri.Scheme is "http" or "https" ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":";
        context.Response.Headers.ContentSecurityPolicy = context.Response.Headers.ContentSecurityPolicy + " " + source;
    }
}

/// <summary>Applies <see cref="SecurityHeaders"/> to every answer.</summary>
public sealed class SecurityHeadersMiddleware(RequestDelegate next, SecurityHeaders headers)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        headers.Apply(context);
        return next(context);
    }
}
