using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Fediprofs.Tests.Web;

public sealed partial class PageTests(PageHost host) : IClassFixture<PageHost>
{
    public static TheoryData<string, string> EveryPage => new MatrixTheoryData<string, string>(
        ["/thread", "/card", "/profile", "/ask", "/ask?wrong=1", "/follow", "/forbidden", "/missing", "/broken"], ["fr", "en"]);

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Every_page_has_a_language_landmarks_one_main_heading_and_no_hole_in_its_outline(string path, string language)
    {
        var page = await Read(path, language);
        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main#content"));
        Assert.Single(page.QuerySelectorAll("body > header"));
        Assert.Single(page.QuerySelectorAll("body > footer"));
        Assert.Equal("#content", page.QuerySelector("body > a")?.GetAttribute("href"));
        Assert.NotEmpty(page.Title!);
        var levels = page.QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => h.LocalName[1] - '0').ToList();
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, string.Join(' ', levels)));
    }

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Every_control_has_a_name_every_reference_a_target_and_no_script_or_style_stands_in_the_page(string path, string language)
    {
        var page = await Read(path, language);
        Assert.All(page.QuerySelectorAll("input:not([type=hidden]),textarea,select"), c =>
            Assert.True(c.Closest("label") is not null || page.QuerySelector($"label[for='{c.Id}']") is not null, c.OuterHtml));
        Assert.All(page.QuerySelectorAll("button,a[href]"), c =>
            Assert.True(c.TextContent.Trim().Length > 0 || c.QuerySelector("img[alt]:not([alt=''])") is not null, c.OuterHtml));
        Assert.All(page.QuerySelectorAll("fieldset"), f => Assert.Equal("legend", f.FirstElementChild?.LocalName));
        Assert.All(page.QuerySelectorAll("img"), i => Assert.True(i.HasAttribute("alt"), i.OuterHtml));
        Assert.All(page.QuerySelectorAll("[aria-describedby],[aria-labelledby]"), e =>
            Assert.All((e.GetAttribute("aria-describedby") ?? e.GetAttribute("aria-labelledby"))!.Split(' '), id =>
                Assert.True(page.GetElementById(id) is not null, e.OuterHtml)));
        Assert.All(page.QuerySelectorAll("[id]").GroupBy(e => e.Id), g => Assert.Single(g));
        Assert.All(page.QuerySelectorAll("form[method=post]"), f => Assert.NotNull(f.QuerySelector("input[name=__RequestVerificationToken]")));
        Assert.Empty(page.QuerySelectorAll("script:not([type='application/ld+json']),style,[style],[onclick]"));
    }

    [Theory]
    [InlineData("en", null, "fr-FR,fr;q=0.9", "en")]
    [InlineData(null, "en", "fr", "en")]
    [InlineData(null, null, "de, en-US;q=0.8, fr;q=0.5", "en")]
    [InlineData(null, null, "de", "fr")]
    [InlineData("xx", "yy", null, "fr")]
    public async Task The_language_is_what_the_address_says_else_the_cookie_else_the_browser_else_French(
        string? query, string? cookie, string? accepted, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/follow" + (query is null ? "" : "?lang=" + query));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", "fediprofs-lang=" + cookie);
        }

        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(expected, response.Content.Headers.ContentLanguage.Single());
        Assert.Equal(query == "en", response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("fediprofs-lang=en", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(12, 4, "fr", "Relayée par 12 collègues de 4 académies")]
    [InlineData(1, 1, "fr", "Relayée par 1 collègue de 1 académie")]
    [InlineData(2, 0, "fr", "Relayée par 2 collègues")]
    [InlineData(12, 1, "en", "Relayed by 12 colleagues from 1 académie")]
    [InlineData(0, 0, "en", "")]
    public async Task Reach_is_a_sentence_with_the_right_plurals(int people, int academies, string language, string sentence) =>
        Assert.Equal(sentence, (await Read($"/reach/{people}/{academies}", language)).QuerySelector(".reach")?.TextContent.Trim() ?? "");

    [Theory]
    [InlineData("fr", "Ne plus relayer la question de Claire Morel", "Répondre à la question de Claire Morel", "24 novembre 2026, 08:45")]
    [InlineData("en", "Stop relaying the question by Claire Morel", "Answer the question by Claire Morel", "24 November 2026, 08:45")]
    public async Task A_card_names_its_actions_in_full_and_its_date_in_the_readers_language(string language, string boost, string answer, string date)
    {
        var card = (await Read("/card", language)).QuerySelector("article")!;
        Assert.Equal(boost, Words(card.QuerySelector("form[action$=boost] button")!));
        Assert.Equal(answer, Words(card.QuerySelector("a.action")!));
        Assert.Equal(date, card.QuerySelector("time")?.TextContent);
        Assert.Equal("2026-11-24T07:45:00Z", card.QuerySelector("time")?.GetAttribute("datetime"));
    }

    [Fact]
    public async Task A_thread_shows_the_kept_answer_first_and_hides_what_is_warned_of()
    {
        var page = await Read("/thread", "fr");
        Assert.Equal(["post-1", "post-2", "post-3", "post-4"], page.QuerySelectorAll("article").Select(a => a.Id));
        Assert.Equal("Réponse retenue", Words(page.QuerySelector("#post-2 .kept-mark")!));
        Assert.NotNull(page.QuerySelector("#post-3 details:not([open]) .post-content"));
    }

    [Fact]
    public async Task A_form_given_back_says_what_is_wrong_at_its_head_and_at_the_field()
    {
        var page = await Read("/ask?wrong=1", "fr");
        Assert.Equal("#title", page.QuerySelector("[role=alert] a")?.GetAttribute("href"));
        Assert.Equal("true", page.QuerySelector("#title")?.GetAttribute("aria-invalid"));
        Assert.Equal("title-hint title-error", page.QuerySelector("#title")?.GetAttribute("aria-describedby"));
        Assert.Equal(["francais", "cm1"], page.QuerySelectorAll("input[type=checkbox][checked]").Select(c => c.GetAttribute("value")));
        Assert.Equal(2, page.QuerySelectorAll("fieldset details[open]").Length);
    }

    [Fact]
    public async Task A_list_leads_to_its_neighbours()
    {
        var page = await Read("/list", "fr");
        Assert.Equal("/list?min_id=9", page.QuerySelector("nav.pager a[rel=prev]")?.GetAttribute("href"));
        Assert.Equal("/list?max_id=1", page.QuerySelector("nav.pager a[rel=next]")?.GetAttribute("href"));
    }

    [Fact]
    public async Task The_head_describes_the_page_and_structured_data_cannot_break_out_of_its_block()
    {
        var page = await Read("/card", "fr");
        Assert.Equal("Carte · Profs de Lyon", page.Title);
        Assert.Equal("https://profs.ac-lyon.example/card", page.QuerySelector("link[rel=canonical]")?.GetAttribute("href"));
        Assert.Equal("article", page.QuerySelector("meta[property='og:type']")?.GetAttribute("content"));
        Assert.Equal("</script><script>alert(1)", (string?)System.Text.Json.Nodes.JsonNode.Parse(
            Assert.Single(page.QuerySelectorAll("script")).TextContent)!["name"]);
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_and_frames_and_a_consent_page_may_return_to_its_application()
    {
        foreach (var path in new[] { "/card", "/missing", "/broken", "/assets/fediprofs.css" })
        {
            using var response = await host.Client.GetAsync(path);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self' https: data:; ", policy, StringComparison.Ordinal);
            Assert.EndsWith("frame-ancestors 'none'; base-uri 'none'; form-action 'self'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }

        using var consent = await host.Client.GetAsync("/consent");
        Assert.EndsWith("form-action 'self' https://client.example", consent.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_shows_a_reference_and_no_inner_text()
    {
        using var response = await host.Client.GetAsync("/broken?lang=en");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret reason", text, StringComparison.Ordinal);
        Assert.Matches(TraceId(), text);
        using var program = new HttpRequestMessage(HttpMethod.Get, "/api/broken");
        program.Headers.Accept.ParseAdd("application/json");
        using var problem = await host.Client.SendAsync(program);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("Done:flash.asked", "C’est fait. Votre question est en route.")]
    [InlineData("Done:error.403.title", null)]
    [InlineData("7:flash.asked", null)]
    [InlineData("Done:flash.Your account is closed", null)]
    public async Task A_notice_is_said_once_after_a_redirect_and_only_in_our_own_words(string cookie, string? said)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/list?lang=fr");
        request.Headers.Add("Cookie", "fediprofs-notice=" + Uri.EscapeDataString(cookie));
        using var response = await host.Client.SendAsync(request);
        var page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
        Assert.Equal(said, page.QuerySelector("[role=status]") is { } notice ? Words(notice) : null);
        Assert.Contains(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("fediprofs-notice=;", StringComparison.Ordinal));
        using var did = await host.Client.GetAsync("/did");
        Assert.Contains(did.Headers.GetValues("Set-Cookie"), c => c.StartsWith("fediprofs-notice=Done%3Aflash.asked;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("application/ld+json", "application/ld+json")]
    [InlineData("*/*", "application/ld+json")]
    public async Task The_vocabulary_is_a_page_for_people_and_JSON_LD_for_programs(string accept, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ns");
        request.Headers.Accept.ParseAdd(accept);
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("returnTo", "/")]);
        using var response = await host.Client.PostAsync("/sign-out", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_ever_under_its_version()
    {
        var address = (await Read("/card", "fr")).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href");
        using var response = await host.Client.GetAsync(address);
        Assert.True(response.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal));
        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<IDocument> Read(string path, string language)
    {
        using var response = await host.Client.GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
    }

    private static string Words(IElement element) => Spaces().Replace(element.TextContent, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<code>[0-9a-f]{32}</code>|<code>0H[0-9A-Z]+:[0-9A-F]+</code>")]
    private static partial Regex TraceId();
}
