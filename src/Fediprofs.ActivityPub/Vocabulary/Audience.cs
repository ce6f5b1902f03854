using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Whom something is addressed to.</summary>
/// <param name="To">Ids in <c>to</c>; all three spellings of the public collection as <see cref="PublicCollection.Id"/>.</param>
/// <param name="Cc">Ids in <c>cc</c>, likewise.</param>
/// <param name="Groups">Ids in <c>audience</c>: the group that it was posted into (FEP-1b12).</param>
public sealed record Audience(IReadOnlyList<string> To, IReadOnlyList<string> Cc, IReadOnlyList<string> Groups)
{
    /// <summary>Everybody in <c>to</c> and <c>cc</c>, once.</summary>
    public IEnumerable<string> All => To.Concat(Cc).Distinct(StringComparer.Ordinal);

    /// <summary>Whether this id stands in <c>to</c> or <c>cc</c>.</summary>
    public bool Names(string id) => To.Contains(id, StringComparer.Ordinal) || Cc.Contains(id, StringComparer.Ordinal);

    /// <summary>
    /// Who may see it, as Mastodon derives it: the public collection in <c>to</c>, in <c>cc</c>,
    /// else the author's followers in <c>to</c>, else only those addressed.
    /// </summary>
    /// <param name="authorFollowers">The author's <c>followers</c> address; null when it is not known.</param>
    public Visibility VisibilityFor(string? authorFollowers)
    {
        if (To.Contains(PublicCollection.Id, StringComparer.Ordinal))
        {
            return Visibility.Public;
        }

        if (Cc.Contains(PublicCollection.Id, StringComparer.Ordinal))
        {
            return Visibility.Unlisted;
        }

        return authorFollowers is not null && To.Contains(authorFollowers, StringComparer.Ordinal)
            ? Visibility.Followers
            : Visibility.Direct;
    }

    internal static Audience Read(JsonElement json) => new(Ids(json, "to"), Ids(json, "cc"), json.Iris("audience"));

    private static string[] Ids(JsonElement json, string name) =>
        [.. json.Iris(name).Select(PublicCollection.Canonical).Distinct(StringComparer.Ordinal)];
}
