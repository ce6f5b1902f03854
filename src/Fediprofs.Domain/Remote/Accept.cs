using System.Net.Http.Headers;

namespace Fediprofs.Domain.Remote;

/// <summary>The kind of document asked for: what <c>Accept</c> says, and which media types are taken in answer.</summary>
public enum Accept
{
    /// <summary>An object, actor or collection: <c>application/activity+json</c>, or <c>application/ld+json</c> with the ActivityStreams profile (ActivityPub §3.2).</summary>
    ActivityPub,

    /// <summary>WebFinger's descriptor: <c>application/jrd+json</c> (RFC 7033 §10.2); <c>application/json</c>, which many send, is taken too.</summary>
    Jrd,

    /// <summary>Any JSON, as NodeInfo.</summary>
    Json,

    /// <summary>Host metadata: <c>application/xrd+xml</c> (RFC 6415 §2) or other XML.</summary>
    Xrd,
}

/// <summary>The media types behind <see cref="Accept"/>.</summary>
internal static class AcceptedMediaTypes
{
    private const string ActivityStreams = "https://www.w3.org/ns/activitystreams";

    public static string Header(this Accept accept) => accept switch
    {
        Accept.ActivityPub => $"application/activity+json, application/ld+json; profile=\"{ActivityStreams}\"",
        Accept.Jrd => "application/jrd+json, application/json;q=0.9",
        Accept.Json => "application/json",
        _ => "application/xrd+xml, application/xml;q=0.9",
    };

    public static bool Takes(this Accept accept, MediaTypeHeaderValue? type)
    {
        var name = type?.MediaType?.ToLowerInvariant();
        return name is not null && accept switch
        {
            // Mastodon 4.6 (valid_activitypub_content_type?): ld+json without the profile could be anybody's upload.
            Accept.ActivityPub => name == "application/activity+json" || (name == "application/ld+json" && HasProfile(type!)),
            Accept.Jrd => name is "application/jrd+json" or "application/json",
            Accept.Json => name == "application/json" || (name.StartsWith("application/", StringComparison.Ordinal) && name.EndsWith("+json", StringComparison.Ordinal)),
            _ => name is "application/xrd+xml" or "application/xml" or "text/xml",
        };
    }

    private static bool HasProfile(MediaTypeHeaderValue type) =>
        type.Parameters.Any(parameter =>
            string.Equals(parameter.Name, "profile", StringComparison.OrdinalIgnoreCase)
            && parameter.Value is { } value
            && value.Trim('"').Split(' ').Contains(ActivityStreams));
}
