using Fediprofs.ActivityPub.Html;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.Domain.Actors;

/// <summary>Turns an actor as its server describes it into what is stored: the only way from the wire to an <see cref="ActorRow"/>.</summary>
public static class RemoteActor
{
    private const int LongestName = 500;
    private const int LongestSummary = 20_000;
    private const int LongestUsername = 255;

    /// <summary>
    /// The row and keys to store; null when the document names no usable user name. That the document came from where its
    /// id says is the caller's to check.
    /// </summary>
    /// <param name="actor">The document.</param>
    /// <param name="id">A fresh snowflake; a known actor keeps its own.</param>
    /// <param name="domain">The part after the @ as WebFinger confirmed it; null: the host of the id.</param>
    /// <param name="now">When it was fetched.</param>
    public static ActorStored? Read(ActorObject actor, long id, string? domain, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if ((domain ?? WebAddress.HostOf(actor.Id)) is not { } host || Username(actor) is not { } username)
        {
            return null;
        }

        var row = new ActorRow
        {
            Id = id,
            Uri = actor.Id,
            Local = false,
            Kind = Kind(actor.Type),
            Username = username,
            Domain = host.ToLowerInvariant(),
            // A page elsewhere would let a stranger pose as somebody known (Mastodon ignores it too).
            Url = WebAddress.SameHost(actor.Url, actor.Id) ? actor.Url : null,
            DisplayName = Cut(actor.Name?.Trim() ?? "", LongestName),
            Summary = Summary(actor.Summary),
            AvatarUrl = actor.Icon?.Url,
            AvatarAlt = actor.Icon?.Description,
            HeaderUrl = actor.Image?.Url,
            HeaderAlt = actor.Image?.Description,
            Fields = [.. actor.Fields.Select(f => new ProfileField(f.Name, PostHtml.Clean(f.Value)))],
            Emojis = [.. actor.Emojis.Select(e => new EmojiRef(e.Shortcode, e.Url))],
            Inbox = actor.Inbox,
            SharedInbox = WebAddress.SameHost(actor.SharedInbox, actor.Inbox) ? actor.SharedInbox : null,
            Outbox = actor.Outbox,
            FollowersUri = actor.Followers,
            FollowingUri = actor.Following,
            FeaturedUri = actor.Featured,
            AlsoKnownAs = actor.AlsoKnownAs,
            MovedTo = actor.MovedTo,
            Locked = actor.Locked,
            Discoverable = actor.Discoverable,
            Indexable = actor.Indexable,
            CreatedAt = actor.Published is { } published && published < now ? published : now,
            UpdatedAt = actor.Updated,
            FetchedAt = now,
        };
        // A key id of another host would keep that host's actor from its own key.
        return new(row, [.. actor.Keys.Where(k => WebAddress.SameHost(k.Id, actor.Id)).Select(ActorKeyCoding.ToRow).OfType<ActorKeyRow>()]);
    }

    private static string? Username(ActorObject actor)
    {
        var name = actor.PreferredUsername ?? actor.Webfinger?[..actor.Webfinger.IndexOf('@', StringComparison.Ordinal)];
        return name is { Length: > 0 and <= LongestUsername } && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '@' or '/' or '<' or '>')
            ? name
            : null;
    }

    private static ActorKind Kind(string type) => type switch
    {
        "Service" => ActorKind.Service,
        "Application" => ActorKind.Application,
        "Group" => ActorKind.Group,
        "Organization" => ActorKind.Organization,
        _ => ActorKind.Person,
    };

    // PeerTube sends plain text with line feeds.
    private static string Summary(string? summary) => summary switch
    {
        null => "",
        _ when summary.Contains('<', StringComparison.Ordinal) => PostHtml.Clean(Cut(summary, LongestSummary)),
        _ => PlainText.ToHtml(Cut(System.Net.WebUtility.HtmlDecode(summary), LongestSummary)),
    };

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
