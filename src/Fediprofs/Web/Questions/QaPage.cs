using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Questions;

/// <summary>A question and its answers as schema.org's <c>QAPage</c>, for search engines (federation: the vocabulary's own mapping).</summary>
public static partial class QaPage
{
    /// <summary>The JSON-LD for <see cref="Layout.PageHead.JsonLd"/>; null for a post that is no question, or not public.</summary>
    /// <param name="thread">The question with its answers.</param>
    /// <param name="origin">Scheme and authority of this instance, without a slash at the end, put before local addresses.</param>
    public static string? JsonLd(ThreadView thread, string origin)
    {
        ArgumentNullException.ThrowIfNull(thread);
        if (thread.Post.Question is not { } question || !Readable(thread.Post))
        {
            return null;
        }

        var entity = Describe("Question", thread.Post, origin);
        entity["name"] = question.Title;
        entity["answerCount"] = thread.Kept.Concat(thread.Answers.Select(a => a.Post)).Count(Readable);
        entity["about"] = new JsonArray([.. question.Subjects.Select(s => (JsonNode)s.Text)]);
        entity["educationalLevel"] = new JsonArray([.. question.Levels.Select(l => (JsonNode)l.Text)]);
        entity["acceptedAnswer"] = Answers(thread.Kept, origin);
        entity["suggestedAnswer"] = Answers(thread.Answers.Where(a => a.Depth == 0).Select(a => a.Post), origin);
        return new JsonObject { ["@context"] = "https://schema.org", ["@type"] = "QAPage", ["mainEntity"] = entity }
            .ToJsonString(JsonSerializerOptions.Web);
    }

    // Only what everybody may read: a page seen by its author lists more than a crawler gets.
    private static bool Readable(PostView post) => post.Audience is AudienceView.Public or AudienceView.Unlisted;

    private static JsonArray Answers(IEnumerable<PostView> answers, string origin) =>
        new([.. answers.Where(Readable).Select(a => (JsonNode)Describe("Answer", a, origin))]);

    private static JsonObject Describe(string type, PostView post, string origin) => new()
    {
        ["@type"] = type,
        ["url"] = Absolute(post.Url, origin),
        ["text"] = PlainText(post.ContentHtml),
        ["datePublished"] = Moments.Machine(post.PublishedAt),
        ["upvoteCount"] = post.Counts.Favourites,
        ["author"] = new JsonObject
        {
            ["@type"] = "Person", ["name"] = post.Author.Name, ["url"] = Absolute(post.Author.Url, origin),
        },
    };

    /// <summary>Sanitised HTML as plain text, paragraphs on lines of their own; for descriptions as well.</summary>
    public static string PlainText(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(Break().Replace(html, "\n"), "")).Trim();

    private static string Absolute(string url, string origin) => url.StartsWith('/') ? origin + url : url;

    [GeneratedRegex(@"<br\s*/?>|</p>|</li>|</blockquote>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
