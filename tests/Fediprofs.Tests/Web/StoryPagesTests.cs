using System.Net;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Web;

/// <summary>The pages of a real instance, read and filled in as a browser without JavaScript does.</summary>
public sealed class StoryPagesTests(TestPostgres postgres)
{
    private static readonly CancellationToken Now = CancellationToken.None;

    [Fact]
    public async Task An_educator_asks_another_answers_and_relays_and_she_keeps_the_answer()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        await host.OpenAsync("claire");
        await host.OpenAsync("nadia");
        using var claire = await host.SignInAsync("claire");
        Assert.Equal("/home", claire.Path);

        await claire.GoAsync("/ask");
        await claire.SendAsync("form[action='/ask']", ("title", "Un outil de lecture ?"), ("text", "Pour trois élèves de #CM1."), ("subjects", "francais"), ("levels", "cm1"));
        Assert.Equal("Un outil de lecture ?", claire.Page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Contains("en route", claire.Page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        var question = claire.Path;

        using var nadia = await host.SignInAsync("nadia");
        await nadia.GoAsync(question);
        await nadia.SendAsync("form[action$='/boost']");
        Assert.Equal(question, nadia.Path);
        Assert.NotNull(nadia.Page.QuerySelector("form[action$='/boost/undo']"));
        await nadia.SendAsync("form[action$='/favourite']");
        await nadia.SendAsync("form[action$='/bookmark']");
        Assert.StartsWith("@claire ", nadia.Page.QuerySelector("textarea[name=text]")!.TextContent, StringComparison.Ordinal);
        await nadia.SendAsync("form[action$='/answers']", ("text", "@claire La lecture à deux voix."));
        Assert.StartsWith(question + "#post-", nadia.Path, StringComparison.Ordinal);
        await nadia.GoAsync("/bookmarks");
        Assert.Single(nadia.Page.QuerySelectorAll("article"));

        await claire.GoAsync(question);
        await claire.SendAsync("form[action*='/keep/']", ("announce", "yes"));
        var kept = claire.Page.QuerySelector("article.post-kept");
        Assert.Contains("La lecture à deux voix.", kept!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Réponse trouvée", claire.Page.QuerySelector(".post-question")!.TextContent, StringComparison.Ordinal);

        await claire.GoAsync("/notifications");
        for (var tries = 0; tries < 100 && claire.Page.QuerySelectorAll(".notification").Length < 3; tries++)
        {
            await Task.Delay(50, Now);
            await claire.GoAsync("/notifications");
        }

        Assert.Contains("a relayé votre publication", claire.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("vous a répondu", claire.Page.Body.TextContent, StringComparison.Ordinal);

        await claire.GoAsync(question);
        Assert.Contains("Relayée par 1 collègue", claire.Page.QuerySelector(".reach")!.TextContent, StringComparison.Ordinal);
        await claire.SendAsync("form[action$='/close']");
        Assert.NotNull(claire.Page.QuerySelector("form[action$='/close/undo']"));

        using var visitor = host.Visit();
        await visitor.GoAsync(question);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Empty(visitor.Page.QuerySelectorAll("form[method=post]"));
        Assert.Contains("QAPage", visitor.Page.QuerySelector("script[type='application/ld+json']")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(visitor.Page.QuerySelector("link[rel=alternate][type='application/activity+json'][href^='http://salle.example/posts/']"));
        foreach (var list in new[] { "/", "/questions", "/questions?subject=francais&level=cycle-3&state=closed", "/tags/cm1", "/@claire" })
        {
            await visitor.GoAsync(list);
            Assert.True(visitor.Page.QuerySelectorAll("article").Length == 1, list);
        }

        await visitor.GoAsync("/questions?subject=eps");
        Assert.Empty(visitor.Page.QuerySelectorAll("article"));
    }

    [Fact]
    public async Task A_refusal_stands_at_its_field_and_what_was_typed_stays()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        await host.OpenAsync("claire");
        using var claire = await host.SignInAsync("claire");
        await claire.GoAsync("/ask");
        await claire.SendAsync("form[action='/ask']", ("text", "Sans titre."), ("levels", "cm1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, claire.Status);
        Assert.NotNull(claire.Page.QuerySelector("#title[aria-invalid=true]"));
        Assert.Equal("Sans titre.", claire.Page.QuerySelector("textarea[name=text]")!.TextContent.Trim());
        Assert.NotNull(claire.Page.QuerySelector("input[value=cm1][checked]"));
    }

    [Fact]
    public async Task A_form_sent_twice_asks_once()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        await host.OpenAsync("claire");
        using var claire = await host.SignInAsync("claire");
        await claire.GoAsync("/ask");
        var once = claire.Page.QuerySelector("input[name=onceKey]")!.GetAttribute("value")!;
        await claire.SendAsync("form[action='/ask']", ("title", "Une fois ?"));
        var question = claire.Path;
        await claire.GoAsync("/ask");
        await claire.SendAsync("form[action='/ask']", ("title", "Une fois ?"), ("onceKey", once));
        Assert.Equal(question, claire.Path);
    }

    [Fact]
    public async Task A_visitor_reads_no_followers_only_post_and_is_sent_to_sign_in_for_the_rest()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var post = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(claire, "Entre nous") { Visibility = Visibility.Followers }, Now)).Value!;
        using var visitor = host.Visit();
        await visitor.GoAsync($"/@claire/{post.Id}");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        await visitor.GoAsync("/@claire");
        Assert.Empty(visitor.Page.QuerySelectorAll("article"));
        foreach (var page in new[] { "/home", "/ask", "/follow", "/bookmarks", "/settings/profile", "/follow-requests", $"/posts/{post.Id}/edit" })
        {
            await visitor.GoAsync(page);
            Assert.Equal("/sign-in?return_to=" + Uri.EscapeDataString(page), visitor.Path);
        }
    }

    [Fact]
    public async Task Nobody_edits_or_deletes_the_posts_of_others_and_the_author_does()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        var claire = await host.OpenAsync("claire");
        await host.OpenAsync("nadia");
        var post = (await host.Get<Asking>().HandleAsync(new AskQuestion(claire, "Avant ?", ""), Now)).Value!;
        using var nadia = await host.SignInAsync("nadia");
        await nadia.GoAsync($"/posts/{post.Id}/edit");
        Assert.Equal(HttpStatusCode.NotFound, nadia.Status);

        using var author = await host.SignInAsync("claire");
        await author.GoAsync($"/posts/{post.Id}/edit");
        await author.SendAsync("form[action$='/edit']", ("title", "Après ?"));
        Assert.Equal("Après ?", author.Page.QuerySelector("h1")!.TextContent.Trim());
        await author.GoAsync($"/posts/{post.Id}/delete");
        await author.SendAsync("form[action$='/delete']");
        await author.GoAsync($"/@claire/{post.Id}");
        Assert.Equal(HttpStatusCode.NotFound, author.Status);
    }

    [Fact]
    public async Task Following_by_address_asks_whoever_approves_and_the_answer_is_a_button()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        var claire = await host.OpenAsync("claire");
        await host.OpenAsync("nadia");
        using var author = await host.SignInAsync("claire");
        await author.GoAsync("/settings/profile");
        await author.SendAsync("form[action='/settings/profile']", ("name", "Claire Morel"), ("academie", "lyon"), ("locked", "yes"));
        Assert.Equal("Claire Morel", author.Page.QuerySelector("h1")!.TextContent);

        using var nadia = await host.SignInAsync("nadia");
        await nadia.GoAsync("/follow");
        await nadia.SendAsync("form[action='/follow']", ("address", "@personne@salle.example"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nadia.Status);
        await nadia.GoAsync("/authorize_interaction?uri=acct%3Aclaire%40salle.example");
        await nadia.SendAsync("form[action='/follow']");
        Assert.Equal("/@claire", nadia.Path);
        Assert.NotNull(nadia.Page.QuerySelector($"form[action='/people/{claire}/unfollow']"));

        await author.GoAsync("/follow-requests");
        await author.SendAsync("form[action$='/accept']");
        await author.GoAsync("/@nadia");
        Assert.Contains("Vous suit", author.Page.QuerySelector(".profile")!.TextContent, StringComparison.Ordinal);
        await author.SendAsync("form[action$='/block']");
        Assert.NotNull(author.Page.QuerySelector("form[action$='/unblock']"));
    }

    [Fact]
    public async Task A_session_ends_with_the_password_and_with_a_suspension()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        var claire = await host.OpenAsync("claire");
        using var one = await host.SignInAsync("claire");
        await host.Get<Credentials>().SetPasswordAsync(claire, TestInstance.Password, Now);
        await one.GoAsync("/home");
        Assert.StartsWith("/sign-in", one.Path, StringComparison.Ordinal);

        using var two = await host.SignInAsync("claire");
        Assert.Equal("/home", two.Path);
        await host.Get<AccountChanging>().SuspendAsync(claire, suspend: true, by: null, Now);
        await two.GoAsync("/home");
        Assert.StartsWith("/sign-in", two.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_leads_back_to_this_instance_only()
    {
        await using var host = await RealPagesHost.StartAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var post = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(claire, "Bonjour"), Now)).Value!;
        using var visitor = await host.SignInAsync("claire");
        await visitor.GoAsync($"/@claire/{post.Id}");
        await visitor.SendAsync("form[action$='/favourite']", ("returnTo", "//ailleurs.example/"));
        Assert.Equal("/home", visitor.Path);
    }
}
