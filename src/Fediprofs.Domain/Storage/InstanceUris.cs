using System.Globalization;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// The addresses of an instance's own things. ActivityPub ids are opaque and hold no user name; pages for people are under /@handle.
/// </summary>
/// <param name="Domain">The part after the @ of a handle, possibly with a port.</param>
/// <param name="PublicUrl">Scheme and authority that others see, without a trailing slash.</param>
public sealed record InstanceUris(string Domain, string PublicUrl)
{
    /// <summary>The actor that signs for the instance itself.</summary>
    public string InstanceActor => $"{PublicUrl}/actor";

    /// <summary>The inbox shared by all local actors (ActivityPub §7.1.3).</summary>
    public string SharedInbox => $"{PublicUrl}/inbox";

    /// <summary>A local actor.</summary>
    public string Actor(long id) => $"{PublicUrl}/actors/{N(id)}";

    /// <summary>A local actor's inbox.</summary>
    public string Inbox(long id) => $"{Actor(id)}/inbox";

    /// <summary>A local actor's outbox.</summary>
    public string Outbox(long id) => $"{Actor(id)}/outbox";

    /// <summary>A local actor's followers.</summary>
    public string Followers(long id) => $"{Actor(id)}/followers";

    /// <summary>Whom a local actor follows.</summary>
    public string Following(long id) => $"{Actor(id)}/following";

    /// <summary>A local actor's pinned posts.</summary>
    public string Featured(long id) => $"{Actor(id)}/featured";

    /// <summary>A local post.</summary>
    public string Post(long id) => $"{PublicUrl}/posts/{N(id)}";

    /// <summary>The answers to a local post.</summary>
    public string Replies(long id) => $"{Post(id)}/replies";

    /// <summary>A thread that began here (FEP-7888).</summary>
    public string Thread(long id) => $"{PublicUrl}/threads/{N(id)}";

    /// <summary>An activity of ours: a boost, a follow, a like …</summary>
    public string Activity(long id) => $"{PublicUrl}/activities/{N(id)}";

    /// <summary>The page of a local person.</summary>
    public string ProfilePage(string username) => $"{PublicUrl}/@{username}";

    /// <summary>The page of a post.</summary>
    public string PostPage(string username, long id) => $"{PublicUrl}/@{username}/{N(id)}";

    /// <summary>The page of a hashtag.</summary>
    public string Tag(string name) => $"{PublicUrl}/tags/{Uri.EscapeDataString(name)}";

    /// <summary>Whether an id is under this instance's authority.</summary>
    public bool IsOurs(string uri) =>
        uri.StartsWith(PublicUrl, StringComparison.OrdinalIgnoreCase) && uri.Length > PublicUrl.Length && uri[PublicUrl.Length] == '/';

    private static string N(long id) => id.ToString(CultureInfo.InvariantCulture);
}
