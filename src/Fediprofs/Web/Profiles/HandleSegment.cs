namespace Fediprofs.Web.Profiles;

/// <summary>
/// A path segment that is a handle: <c>@claire</c> or <c>@claire@profs.ac-lyon.fr</c>. A template <c>@{handle}</c> would not take
/// the second, since routing looks for its literal from the right.
/// </summary>
internal sealed class HandleSegment : IRouteConstraint
{
    /// <summary>Its name in templates.</summary>
    public const string Name = "handle";

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && value is string and ['@', _, ..];

    /// <summary>The handle without its first @.</summary>
    public static string Read(string segment) => segment[1..];
}
