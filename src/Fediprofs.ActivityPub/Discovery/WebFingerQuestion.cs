using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>What somebody asks our <c>/.well-known/webfinger</c> (RFC 7033 §4.1).</summary>
/// <param name="Resource">The resource, decoded.</param>
/// <param name="Relations">Relations that the answer may be limited to; empty: all.</param>
public sealed record WebFingerQuestion(string Resource, IReadOnlyList<string> Relations)
{
    private const int LongestResource = 2048;
    private const int MostParameters = 64;

    /// <summary>
    /// Reads a query string as it was sent. Null (answer 400) without exactly one resource, with an empty or overlong
    /// one, or with control characters in it. A plus sign stays a plus sign.
    /// </summary>
    /// <param name="query">With or without the question mark.</param>
    public static WebFingerQuestion? Parse(string? query)
    {
        string? resource = null;
        List<string> relations = [];
        foreach (var parameter in (query ?? "").TrimStart('?').Split('&', MostParameters))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var value = Uri.UnescapeDataString(equals < 0 ? "" : parameter[(equals + 1)..]);
            switch (equals < 0 ? parameter : parameter[..equals])
            {
                case "resource" when resource is not null:
                    return null;
                case "resource":
                    resource = value;
                    break;
                case "rel":
                    relations.Add(value);
                    break;
                default:
                    break;
            }
        }

        return resource is { Length: > 0 and <= LongestResource } && !resource.Any(char.IsControl) ? new(resource, relations) : null;
    }

    /// <summary>Whom it asks for, as far as that can be said without looking anybody up.</summary>
    /// <param name="accountDomain">Domain of our handles.</param>
    /// <param name="webHost">Host (with the port, when it is not the usual one) of our addresses; often the same.</param>
    public WebFingerSubject SubjectAt(string accountDomain, string webHost)
    {
        if (Resource.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || Resource.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return Resource.Any(char.IsWhiteSpace) ? WebFingerSubject.Malformed : AtAddress(webHost);
        }

        // text around an address, or nothing that names anybody
        if (Resource.Any(char.IsWhiteSpace) || Resource.Contains("://", StringComparison.Ordinal) || !Resource.Contains('@', StringComparison.Ordinal))
        {
            return WebFingerSubject.Malformed;
        }

        if (Handle.Parse(Resource) is not { } handle
            || !(Same(handle.Domain, accountDomain) || Same(handle.Domain, webHost)))
        {
            return WebFingerSubject.Elsewhere;
        }

        if (Same(handle.User, accountDomain) || Same(handle.User, webHost))
        {
            return WebFingerSubject.InstanceActor;
        }

        return Handle.IsUserName(handle.User) ? new(WebFingerSubjectKind.Name, handle.User) : WebFingerSubject.Elsewhere;
    }

    private WebFingerSubject AtAddress(string webHost)
    {
        if (!Same(WebAddress.HostOf(Resource) ?? "", webHost))
        {
            return WebFingerSubject.Elsewhere;
        }

        var path = Resource.AsSpan(Resource.IndexOf("://", StringComparison.Ordinal) + 3);
        path = path.IndexOf('/') is var slash and >= 0 ? path[slash..] : "/";
        if (path is "/")
        {
            return WebFingerSubject.InstanceActor;
        }

        var name = path.StartsWith("/@") ? path[2..].TrimEnd('/').ToString() : "";
        return Handle.IsUserName(name)
            ? new(WebFingerSubjectKind.Name, name)
            : new(WebFingerSubjectKind.Address, $"https://{webHost}{path}");
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
