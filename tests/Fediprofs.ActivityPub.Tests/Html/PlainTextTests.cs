using Fediprofs.ActivityPub.Html;

namespace Fediprofs.ActivityPub.Tests.Html;

public class PlainTextTests
{
    [Fact]
    public void Paragraphs_lines_mentions_hashtags_and_links_become_the_html_that_peers_expect() =>
        Assert.Equal(
            "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://gts.example/@bob\" class=\"u-url mention\">@<span>bob</span></a></span> a&lt;b<br>deux</p>"
            + "<p><a href=\"https://www.revue.example/articles/2026/03/differencier\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://www.</span>"
            + "<span class=\"ellipsis\">revue.example/articles/2026/03</span><span class=\"invisible\">/differencier</span></a>. "
            + "<a href=\"https://salle.example/tags/CM1\" class=\"mention hashtag\" rel=\"tag\">#<span>CM1</span></a> @personne</p>",
            PlainText.ToHtml(
                "@bob@gts.example a<b\r\ndeux\n\n\nhttps://www.revue.example/articles/2026/03/differencier. #CM1 @personne",
                mention => mention.User == "bob" ? new MentionLink("https://gts.example/@bob", "bob") : null,
                name => $"https://salle.example/tags/{name}"));

    [Theory]
    [InlineData("", "")]
    [InlineData("@ines", "ines@")]
    [InlineData("(@ines)", "ines@")]
    [InlineData("merci @ines, @bob@gts.example.", "ines@ bob@gts.example")]
    [InlineData("@bob@localhost:8443 et @eva@reseau.example:x", "bob@localhost:8443 eva@reseau.example")]
    [InlineData("ines@salle.example", "")]
    [InlineData("https://mastodon.example/@ada", "")]
    [InlineData("@jean.martin_2-b@a.example", "jean.martin_2-b@a.example")]
    [InlineData("@inès", "in@")]
    [InlineData("@ @@ @.a", "")]
    public void Mentions_are_found_by_mastodons_rules(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Mentions.In(text).Select(mention => $"{mention.User}@{mention.Host}")));

    [Theory]
    [InlineData("#CM1 et #cycle-3", "CM1 cycle")]
    [InlineData("#2026", "")]
    [InlineData("#6e", "6e")]
    [InlineData("##double a#b /#c =#d", "")]
    [InlineData("(#école)", "école")]
    [InlineData("＃教育", "教育")]
    [InlineData("#catalan·a·", "catalan·a")]
    [InlineData("#_", "")]
    [InlineData("https://a.example/#ancre", "")]
    [InlineData("#QuestionProf.", "QuestionProf")]
    public void Hashtags_are_found_by_mastodons_rules(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Hashtags.In(text).Select(hashtag => hashtag.Name)));

    [Theory]
    [InlineData("voir https://a.example/x, puis (https://b.example/y)", "https://a.example/x https://b.example/y")]
    [InlineData("https://fr.wikipedia.example/wiki/Fraction_(maths)", "https://fr.wikipedia.example/wiki/Fraction_(maths)")]
    [InlineData("javascript:alert(1) xhttps://a.example http://", "")]
    [InlineData("« https://a.example/é »", "https://a.example/é")]
    public void Addresses_are_found_without_the_signs_around_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', WrittenText.EntitiesIn(text).OfType<WrittenLink>().Select(link => link.Url)));

    [Theory]
    [InlineData("#Dyslexie", "dyslexie")]
    [InlineData("Élève", "eleve")]
    [InlineData("ＣＭ２", "cm2")]
    [InlineData("cycle-3", "cycle3")]
    [InlineData("教育", "教育")]
    [InlineData("---", null)]
    public void Hashtags_are_matched_without_case_and_accents(string name, string? key) =>
        Assert.Equal(key, ActivityPub.Vocabulary.HashtagName.Normalize(name.TrimStart('#')));
}
