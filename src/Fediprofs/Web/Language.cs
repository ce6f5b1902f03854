using System.Globalization;
using Microsoft.Extensions.Options;

namespace Fediprofs.Web;

/// <summary>In which language a visitor reads: <c>?lang=</c>, else the cookie it left, else what the browser accepts, else the instance's.</summary>
public static class Language
{
    private const string Parameter = "lang";
    private const string Cookie = "fediprofs-lang";

    // Regional, so that dates read 24 November 2026, 08:45 in either language.
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The two-letter code of the language being spoken, for <c>lang</c> attributes and labels.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "fr";

    /// <summary>Chooses the language of a request.</summary>
    public static CultureInfo Choose(HttpRequest request, string otherwise) =>
        Find(request.Query[Parameter])
        ?? Find(request.Cookies[Cookie])
        ?? request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(a => a.Quality ?? 1)
            .Select(a => Find(a.Value.Value))
            .FirstOrDefault(c => c is not null)
        ?? Find(otherwise)
        ?? French;

    /// <summary>Speaks the request's language from here on, and remembers it when the address asked for it.</summary>
    public static void Speak(HttpContext context, string otherwise)
    {
        var culture = Choose(context.Request, otherwise);
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.ContentLanguage = Current;
            if (Find(context.Request.Query[Parameter]) is { } asked)
            {
                context.Response.Cookies.Append(Cookie, asked.TwoLetterISOLanguageName, new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365), HttpOnly = true, IsEssential = true,
                    SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps,
                });
            }
        }
    }

    private static CultureInfo? Find(string? tag) => tag switch
    {
        null => null,
        _ when tag.Equals("fr", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("fr-", StringComparison.OrdinalIgnoreCase) => French,
        _ when tag.Equals("en", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("en-", StringComparison.OrdinalIgnoreCase) => English,
        _ => null,
    };
}

/// <summary>Speaks the visitor's language for pages, and for what no endpoint answers. Programs keep the invariant culture.</summary>
public sealed class LanguageMiddleware(RequestDelegate next, IOptions<WebOptions> options)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || endpoint.Metadata.GetMetadata<PageEndpoint>() is not null)
        {
            Language.Speak(context, options.Value.Language);
        }

        return next(context);
    }
}
