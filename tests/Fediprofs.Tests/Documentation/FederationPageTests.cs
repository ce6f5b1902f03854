using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Federation.Activities;

namespace Fediprofs.Tests.Documentation;

/// <summary><c>docs/federation.md</c> says what the code does.</summary>
public partial class FederationPageTests
{
    private const string Page = "docs/federation.md";
    private const string Lyon = "https://lyon.example";
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 7, 45, 0, TimeSpan.Zero);

    [Fact]
    public void The_table_of_activities_is_the_index_of_activities()
    {
        var rows = ActivityRow().Matches(DocumentationPages.Read(Page)).Select(row => (Type: row.Groups[1].Value, File: row.Groups[2].Value, In: row.Groups[3].Value, Out: row.Groups[4].Value));
        Assert.Equal(ActivityTypes.All.Select(type => (Type: type.Name, type.File, type.In, type.Out)), rows);
    }

    [Fact]
    public void The_question_on_the_page_is_what_we_write() => Written(
        Sample("A question"),
        NoteWriter.Write(Question()));

    [Fact]
    public void The_kept_answer_on_the_page_is_what_we_write() => Written(
        Sample("A kept answer"),
        ActivityWriter.ChooseAnswer(
            $"{Lyon}/activities/118", $"{Lyon}/actors/42", "https://mastodon.example/users/bob/statuses/117", $"{Lyon}/posts/101", null,
            [PublicCollection.Id], ["https://mastodon.example/users/bob"]));

    [Fact]
    public void Every_type_of_post_that_is_read_is_on_the_page()
    {
        var page = DocumentationPages.Read(Page);
        foreach (var type in new[] { "Note", "Question", "Article", "Page", "Event", "Video", "Audio", "Image" })
        {
            Assert.True(WireObject.TryRead(System.Text.Encoding.UTF8.GetBytes($$"""{"id":"https://a.example/1","type":"{{type}}"}"""), out var read, out _));
            Assert.NotNull(read.AsPost());
            Assert.Contains($"`{type}`", page, StringComparison.Ordinal);
        }
    }

    private static NoteDocument Question() => new()
    {
        Id = $"{Lyon}/posts/101",
        AttributedTo = $"{Lyon}/actors/42",
        Url = $"{Lyon}/@claire/101",
        Published = Morning,
        To = [PublicCollection.Id],
        Cc = [$"{Lyon}/actors/42/followers"],
        Content = "<p><strong>Un outil de lecture ?</strong></p><p>J'ai trois élèves en CM1 qui décrochent.</p>",
        Language = "fr",
        Hashtags = [new("questionprof", "QuestionProf", $"{Lyon}/tags/QuestionProf")],
        Question = new(
            "Un outil de lecture ?",
            [new("https://w3id.org/fediprofs/subject/francais", "Français")],
            [new("https://w3id.org/fediprofs/level/cm1", "CM1")],
            QuestionState.Answered,
            ["https://mastodon.example/users/bob/statuses/117"]),
        Replies = $"{Lyon}/posts/101/replies",
        Context = $"{Lyon}/threads/101",
        CanQuote = [PublicCollection.Id],
    };

    private static void Written(string sample, byte[] written)
    {
        var expected = JsonNode.Parse(sample)!;
        var actual = JsonNode.Parse(written)!;
        Assert.True(JsonNode.DeepEquals(expected, actual), $"We write:\n{actual.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}");
    }

    // The first JSON block below a heading.
    private static string Sample(string heading)
    {
        var page = DocumentationPages.Read(Page);
        var at = page.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        Assert.True(at >= 0, $"{Page} has no heading \"{heading}\".");
        return JsonBlock().Match(page, at).Groups[1].Value;
    }

    [GeneratedRegex(@"^\| `(\w+)` \| `([\w.]+)` \| ([^|]*) \| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex ActivityRow();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
