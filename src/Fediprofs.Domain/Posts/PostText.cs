using System.Globalization;
using Fediprofs.ActivityPub.Html;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>A written text, composed: HTML with its links resolved.</summary>
/// <param name="Source">As written.</param>
/// <param name="Content">HTML, safe.</param>
/// <param name="TagNames">Hashtags as written, without #.</param>
/// <param name="Mentioned">Who is mentioned.</param>
public sealed record ComposedText(string Source, string Content, IReadOnlyList<string> TagNames, IReadOnlyList<ActorRow> Mentioned);

/// <summary>Turns what a local person writes into what is published: mentions looked up, hashtags and links found.</summary>
public sealed class PostText(ActorLookup actors, InstanceUris uris, IEnumerable<IActorResolver> resolvers)
{
    /// <summary>Characters of a post at most.</summary>
    public const int Longest = 5000;

    /// <summary>Characters of a question's title at most.</summary>
    public const int LongestTitle = 200;

    /// <summary>Different people mentioned in one post at most: more stay plain text.</summary>
    public const int MostMentions = 50;

    /// <summary>Composes a text. Unknown remote handles are looked up at their server.</summary>
    public async Task<ComposedText> ComposeAsync(string text, CancellationToken cancel)
    {
        var found = new Dictionary<string, ActorRow>(StringComparer.OrdinalIgnoreCase);
        foreach (var mention in Mentions.In(text).DistinctBy(KeyOf, StringComparer.OrdinalIgnoreCase).Take(MostMentions))
        {
            if (await FindAsync(mention, cancel) is { } actor)
            {
                found[KeyOf(mention)] = actor;
            }
        }

        var content = PlainText.ToHtml(
            text,
            m => found.TryGetValue(KeyOf(m), out var actor) ? new MentionLink(actor.Url ?? actor.Uri, actor.Username) : null,
            uris.Tag);
        var tags = Hashtags.In(text).Select(h => h.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return new(text, content, tags, [.. found.Values.DistinctBy(a => a.Id)]);
    }

    /// <summary>Why a text cannot be published; null when it can.</summary>
    public static Refusal? Check(string text) =>
        string.IsNullOrWhiteSpace(text) ? Refusal.TextMissing
        : new StringInfo(text).LengthInTextElements > Longest ? Refusal.TextTooLong
        : null;

    private async Task<ActorRow?> FindAsync(WrittenMention mention, CancellationToken cancel)
    {
        if (mention.Host is null || mention.Host.Equals(uris.Domain, StringComparison.OrdinalIgnoreCase))
        {
            return await actors.ByHandleAsync(mention.User, "", cancel);
        }

        foreach (var resolver in resolvers)
        {
            if (await resolver.ByHandleAsync(mention.User, mention.Host, cancel) is { } actor)
            {
                return actor;
            }
        }

        return await actors.ByHandleAsync(mention.User, mention.Host, cancel);
    }

    private static string KeyOf(WrittenMention mention) => mention.Host is null ? mention.User : $"{mention.User}@{mention.Host}";
}
