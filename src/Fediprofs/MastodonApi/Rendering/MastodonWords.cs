using System.Globalization;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>Our words in Mastodon's: visibilities, states, dates, emoji.</summary>
internal static class MastodonWords
{
    public static string Of(Visibility visibility) => visibility switch
    {
        Visibility.Public => "public",
        Visibility.Unlisted => "unlisted",
        Visibility.Followers => "private",
        _ => "direct",
    };

    /// <summary>Null when it is not one of the four.</summary>
    public static Visibility? ToVisibility(string word) => word switch
    {
        "public" => Visibility.Public,
        "unlisted" => Visibility.Unlisted,
        "private" => Visibility.Followers,
        "direct" => Visibility.Direct,
        _ => null,
    };

    /// <summary>A question whose server says nothing of its state is open.</summary>
    public static string Of(QuestionState? state) => state switch
    {
        QuestionState.Answered => "answered",
        QuestionState.Closed => "closed",
        _ => "open",
    };

    public static string Of(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyList<Entities.CustomEmoji> Of(IReadOnlyList<EmojiRef> emojis) =>
        emojis.Count == 0 ? [] : [.. emojis.Select(e => new Entities.CustomEmoji(e.Shortcode, e.Url, e.Url, VisibleInPicker: false))];
}
