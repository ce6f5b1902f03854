using Fediprofs.ActivityPub.Vocabulary;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Federation.Documents;

/// <summary>Who stands in <c>to</c> and <c>cc</c>: what every server derives the visibility from (federation-facts: Mastodon's <c>status_parser</c>).</summary>
/// <param name="To">Ids in <c>to</c>.</param>
/// <param name="Cc">Ids in <c>cc</c>.</param>
internal sealed record Addressing(IReadOnlyList<string> To, IReadOnlyList<string> Cc)
{
    /// <summary>Of a post or a boost.</summary>
    /// <param name="visibility">Who may see it.</param>
    /// <param name="followers">The actor's followers.</param>
    /// <param name="people">Who is named: the mentioned, or a boosted post's author.</param>
    public static Addressing Of(Visibility visibility, string followers, IReadOnlyList<string> people) => visibility switch
    {
        Visibility.Public => new([PublicCollection.Id], [followers, .. people]),
        Visibility.Unlisted => new([followers], [PublicCollection.Id, .. people]),
        Visibility.Followers => new([followers], people),
        _ => new(people, []),
    };
}
