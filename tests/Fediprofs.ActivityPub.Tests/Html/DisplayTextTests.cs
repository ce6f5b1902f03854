using System.Text;
using Fediprofs.ActivityPub.Html;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Tests.Html;

public class DisplayTextTests
{
    [Fact]
    public void A_notes_summary_is_a_warning() =>
        Assert.Equal(new DisplayText(null, "<p>a</p>", "attention", null), Of("""{"type":"Note","content":"<p>a</p>","summary":"<b>attention</b>"}"""));

    [Fact]
    public void An_articles_summary_is_an_abstract_and_its_content_is_shown() =>
        Assert.Equal(
            new DisplayText("Titre", "<p>texte</p>", null, "https://a.example/page"),
            Of("""{"type":"Article","name":"Titre","content":"<p>texte</p>","summary":"résumé","url":"https://a.example/page"}"""));

    [Fact]
    public void An_article_without_content_shows_its_abstract() =>
        Assert.Equal("<p>résumé</p>", Of("""{"type":"Article","name":"Titre","summary":"résumé"}""").ContentHtml);

    [Fact]
    public void A_pages_attached_link_is_shown() =>
        Assert.Contains(
            "https://revue.example/x.pdf",
            PostHtml.ToText(Of("""{"type":"Page","name":"Titre","attachment":{"type":"Link","href":"https://revue.example/x.pdf"}}""").ContentHtml),
            StringComparison.Ordinal);

    [Fact]
    public void An_event_says_when_and_where_by_its_own_clock() =>
        Assert.Equal(
            "<p>2026-04-11 14:00 – 2026-04-11 16:00 · Maison des maths, Lyon</p><p>Atelier.</p>",
            Of("""
               {"type":"Event","name":"Atelier","content":"<p>Atelier.</p>","startTime":"2026-04-11T14:00:00+02:00","endTime":"2026-04-11T16:00:00+02:00",
                "location":{"type":"Place","name":"Maison des maths","address":{"addressLocality":"Lyon"}}}
               """).ContentHtml);

    [Fact]
    public void Markdown_is_shown_as_it_was_written() =>
        Assert.Equal("<p>3 &lt; 5<br>**gras**</p>", Of("""{"type":"Video","name":"V","mediaType":"text/markdown","content":"3 < 5\r\n**gras**"}""").ContentHtml);

    private static DisplayText Of(string json)
    {
        var text = json.Trim();
        Assert.True(WireObject.TryRead(Encoding.UTF8.GetBytes("{\"id\":\"urn:x\"," + text[1..]), out var document, out var problem), problem);
        return DisplayText.From(document.AsPost()!);
    }
}
