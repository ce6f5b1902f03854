using System.Globalization;
using System.Text;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Requests;

namespace Fediprofs.MastodonApi;

/// <summary>Pages as Mastodon's clients ask for them, and the <c>Link</c> header that leads on (RFC 8288).</summary>
internal static class Pages
{
    private static readonly string[] Cursors = ["max_id", "min_id", "since_id"];

    /// <summary>The page that a request asks for.</summary>
    /// <param name="http">The request.</param>
    /// <param name="usual">Items of a page when the client does not say.</param>
    /// <param name="most">Items of a page at most.</param>
    public static Domain.Storage.Paging Asked(HttpContext http, int usual = 20, int most = 40)
    {
        var query = http.Request.Query;
        return new(Ids.Parse(query["max_id"]), Ids.Parse(query["since_id"]), Ids.Parse(query["min_id"]), Limit(http, usual, most));
    }

    /// <summary>How many items a request asks for.</summary>
    public static int Limit(HttpContext http, int usual, int most) =>
        int.TryParse(http.Request.Query["limit"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(Math.Abs((long)asked) is 0 ? usual : (int)Math.Min(Math.Abs((long)asked), most), 1, most)
            : usual;

    /// <summary>Leads on from a page, newest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="uris">The instance's addresses.</param>
    /// <param name="newest">The cursor of the first item.</param>
    /// <param name="oldest">The cursor of the last item.</param>
    /// <param name="more">Whether there may be older items.</param>
    public static void Link(HttpContext http, InstanceUris uris, long newest, long oldest, bool more)
    {
        var address = new StringBuilder(uris.PublicUrl, 160).Append(http.Request.Path.Value).Append('?');
        foreach (var (name, values) in http.Request.Query)
        {
            if (Cursors.Contains(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                address.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value ?? "")).Append('&');
            }
        }

        var start = address.ToString();
        http.Response.Headers.Link = more
            ? string.Create(CultureInfo.InvariantCulture, $"<{start}max_id={oldest}>; rel=\"next\", <{start}min_id={newest}>; rel=\"prev\"")
            : string.Create(CultureInfo.InvariantCulture, $"<{start}min_id={newest}>; rel=\"prev\"");
    }
}
