using System.Net;
using Fediprofs.Web.Questions;

namespace Fediprofs.Web.Posts;

/// <summary>A word that leads somewhere.</summary>
public sealed record LinkView(string Text, string Url);

/// <summary>Who wrote or relayed something.</summary>
/// <param name="Name">Display name, plain text.</param>
/// <param name="Handle">With both its @: <c>@claire@profs.ac-lyon.fr</c>.</param>
/// <param name="Url">Their profile as we show it.</param>
/// <param name="AvatarUrl">Their picture, or null: the first letter of the name stands in.</param>
/// <param name="Role">What they do, as they said it in the reader's language, or null.</param>
public sealed record AuthorView(string Name, string Handle, string Url, string? AvatarUrl = null, string? Role = null);

/// <summary>What an attachment is.</summary>
public enum AttachmentKind
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>A film.</summary>
    Video,

    /// <summary>A sound.</summary>
    Audio,

    /// <summary>Anything else: a link to it.</summary>
    File,
}

/// <summary>A file of a post.</summary>
/// <param name="Url">Where it lies.</param>
/// <param name="PreviewUrl">A smaller picture of it, or null.</param>
/// <param name="Alt">Its description by the author; null where there is none, which the page says.</param>
public sealed record AttachmentView(AttachmentKind Kind, string Url, string? PreviewUrl = null, string? Alt = null, int? Width = null, int? Height = null);

/// <summary>Who may read a post.</summary>
public enum AudienceView
{
    /// <summary>Everybody, and it is listed.</summary>
    Public,

    /// <summary>Everybody, but it is not listed.</summary>
    Unlisted,

    /// <summary>The author's followers.</summary>
    Followers,

    /// <summary>Those it names.</summary>
    Direct,
}

/// <summary>What a reader may do with a post.</summary>
public enum PostActionKind
{
    /// <summary>Answer it: a link to where the answer is written.</summary>
    Answer,

    /// <summary>Relay it to one's followers.</summary>
    Boost,

    /// <summary>Mark it as a favourite.</summary>
    Favourite,

    /// <summary>Put it aside for oneself.</summary>
    Bookmark,

    /// <summary>Keep this answer to one's question.</summary>
    Keep,

    /// <summary>Close one's question.</summary>
    Close,

    /// <summary>Change one's post: a link to where it is changed.</summary>
    Edit,

    /// <summary>Delete one's post: a link to where that is confirmed.</summary>
    Delete,
}

/// <summary>An action offered under a post.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Url">Where its form posts to; for an answer, the page where it is written.</param>
/// <param name="Undoes">True if it was done before, and this takes it back (for a closed question: opens it again).</param>
public sealed record PostAction(PostActionKind Kind, string Url, bool Undoes = false);

/// <summary>How often a post was answered, relayed and marked.</summary>
public sealed record PostCounts(int Answers, int Boosts, int Favourites);

/// <summary>A post as a page shows it, local or remote alike.</summary>
/// <param name="Id">Our id; names its anchor.</param>
/// <param name="Url">Its page here.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="ContentHtml">Sanitised HTML. For a question without its title: see <see cref="QuestionContent.WithoutTitle"/>.</param>
/// <param name="Counts">Its counts.</param>
public sealed record PostView(string Id, string Url, AuthorView Author, DateTimeOffset PublishedAt, string ContentHtml, PostCounts Counts)
{
    /// <summary>When it was last edited, or null.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The language it is written in (BCP 47), or null.</summary>
    public string? Language { get; init; }

    /// <summary>What readers are warned of before the content, or null.</summary>
    public string? ContentWarning { get; init; }

    /// <summary>Who may read it.</summary>
    public AudienceView Audience { get; init; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];

    /// <summary>Its hashtags with their <c>#</c>, where the content does not already show them.</summary>
    public IReadOnlyList<LinkView> Hashtags { get; init; } = [];

    /// <summary>What makes it a question, or null.</summary>
    public QuestionView? Question { get; init; }

    /// <summary>True for an answer its asker keeps.</summary>
    public bool Kept { get; init; }

    /// <summary>Whose boost brought it into this list, or null.</summary>
    public AuthorView? BoostedBy { get; init; }

    /// <summary>What it answers, or null.</summary>
    public LinkView? AnswerTo { get; init; }

    /// <summary>What this reader may do, in order; empty for a visitor.</summary>
    public IReadOnlyList<PostAction> Actions { get; init; } = [];

    /// <summary>Its page on the server it comes from, if that is another.</summary>
    public string? OriginalUrl { get; init; }

    /// <summary>How far it was delivered; for its author alone.</summary>
    public DeliveryView? Delivery { get; init; }
}

/// <summary>To how many servers something was delivered.</summary>
/// <param name="Delivered">That took it.</param>
/// <param name="Total">That it goes to.</param>
/// <param name="Failed">That refused it or were given up.</param>
public sealed record DeliveryView(int Delivered, int Total, int Failed);

/// <summary>The content of a question's Note, whose first paragraph is its title.</summary>
public static class QuestionContent
{
    /// <summary>The content without the bold first paragraph that repeats the title; unchanged if it begins otherwise.</summary>
    public static string WithoutTitle(string contentHtml, string title)
    {
        const string open = "<p><strong>", close = "</strong></p>";
        var trimmed = contentHtml.TrimStart();
        var end = trimmed.StartsWith(open, StringComparison.Ordinal) ? trimmed.IndexOf(close, StringComparison.Ordinal) : -1;
        return end > 0 && WebUtility.HtmlDecode(trimmed[open.Length..end]).Trim() == title.Trim()
            ? trimmed[(end + close.Length)..].TrimStart()
            : contentHtml;
    }
}
