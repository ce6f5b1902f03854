using System.Globalization;

namespace Fediprofs.Federation.Documents;

/// <summary>The addresses of a collection's pages: <c>?page=true</c>, then by the id of the last item.</summary>
internal static class Page
{
    /// <summary>The first page.</summary>
    public static string First(string collection) => collection + "?page=true";

    /// <summary>The page before an id, newest first; null when the collection itself is asked for.</summary>
    public static long? Below(HttpRequest request) => Cursor(request, "max_id", long.MaxValue);

    /// <summary>The page after an id, oldest first; null when the collection itself is asked for.</summary>
    public static long? Above(HttpRequest request) => Cursor(request, "min_id", 0);

    /// <summary>The id of a page, newest first.</summary>
    public static string Of(string collection, long below) => below == long.MaxValue ? First(collection) : N($"{First(collection)}&max_id={below}");

    /// <summary>The id of a page, oldest first.</summary>
    public static string Upwards(string collection, long above) => above == 0 ? First(collection) : N($"{First(collection)}&min_id={above}");

    /// <summary>The next page, newest first; null when this one was not full.</summary>
    public static string? Next(string collection, int count, long last) => count < CollectionRows.PerPage ? null : Of(collection, last);

    /// <summary>The next page, oldest first; null when this one was not full.</summary>
    public static string? NextUpwards(string collection, int count, long last) => count < CollectionRows.PerPage ? null : Upwards(collection, last);

    private static long? Cursor(HttpRequest request, string name, long start)
    {
        if (request.Query["page"] is not ["true" or "1"])
        {
            return null;
        }

        return long.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : start;
    }

    private static string N(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
