using Fediprofs.ActivityPub.Discovery;

namespace Fediprofs.Federation.Documents;

/// <summary>One address, two readers: programs get the document, browsers the page.</summary>
internal static class Negotiation
{
    /// <summary>Whether the page is wanted at an address that is a document's: only when HTML is asked for by name.</summary>
    public static bool WantsPage(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        return accept.Count > 0 && Text(accept).Contains("html", StringComparison.OrdinalIgnoreCase) && !MediaTypes.PrefersActivityJson(Text(accept));
    }

    /// <summary>Whether the document is wanted at an address that is a page's: only when it is asked for by name.</summary>
    public static bool WantsDocument(HttpRequest request) =>
        request.Headers.Accept.Count > 0 && MediaTypes.PrefersActivityJson(Text(request.Headers.Accept));

    /// <summary>Sends a browser to the page.</summary>
    public static void ToPage(HttpContext context, string page)
    {
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.Redirect(page);
    }

    private static string Text(Microsoft.Extensions.Primitives.StringValues accept) => accept.Count == 1 ? accept[0]! : string.Join(", ", accept.ToArray());
}
