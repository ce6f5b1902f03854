using Fediprofs.Web.Layout;

namespace Fediprofs.Web;

/// <summary>
/// A notice that outlives one redirect, in a cookie. The cookie holds a text's key and never a sentence, so that nobody can
/// make a page say something by planting one.
/// </summary>
public static class Flash
{
    private const string Cookie = "fediprofs-notice";

    /// <summary>Tells the next page to say something.</summary>
    /// <param name="context">The request that did it, before its answer starts.</param>
    /// <param name="kind">How it is meant.</param>
    /// <param name="key">A text whose key begins with <c>flash.</c> or <c>refusal.</c>, without places to fill.</param>
    public static void Say(HttpContext context, NoticeKind kind, string key) =>
        context.Response.Cookies.Append(Cookie, $"{kind}:{key}", Options(context));

    /// <summary>What the page before told this one to say, once; or null.</summary>
    public static Notice? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie]?.Split(':') is not [var kind, var key])
        {
            return null;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(Cookie, Options(context));
        }

        var known = (key.StartsWith("flash.", StringComparison.Ordinal) || key.StartsWith("refusal.", StringComparison.Ordinal))
            && Enum.TryParse<NoticeKind>(kind, out var parsed) && Enum.IsDefined(parsed);
        return known && context.RequestServices.GetRequiredService<Texts>().Find(key) is { } text
            ? new Notice(Enum.Parse<NoticeKind>(kind), text)
            : null;
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(5), IsEssential = true,
    };
}
