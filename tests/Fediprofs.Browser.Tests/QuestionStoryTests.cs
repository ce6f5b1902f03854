using Fediprofs.Testing;
using Microsoft.Playwright;

namespace Fediprofs.Browser.Tests;

/// <summary>The main job in a browser without JavaScript: a question asked in one académie travels to the next and comes back with an answer.</summary>
public sealed class QuestionStoryTests(Browsers browsers, TestPostgres postgres)
{
    private const string Title = "Un outil de lecture pour des élèves dyslexiques ?";
    private const string Text = "J’ai trois élèves en CM1 qui décrochent dès que le texte dépasse dix lignes.\n\nQu’utilisez-vous en classe, sur tablette ou sur papier ?";
    private const string Answer = "Chez nous : lecture à deux voix, puis le texte audio le matin et un texte court le soir.";

    [Theory]
    [InlineData(375, 740)]
    [InlineData(1280, 900)]
    public async Task A_question_travels_between_two_académies_and_comes_back_with_an_answer(int width, int height)
    {
        await using var lyon = await Academie.StartAsync(postgres, "lyon", "Profs de Lyon");
        await using var lille = await Academie.StartAsync(postgres, "lille", "Profs de Lille");
        await lyon.OpenAsync("claire", "Claire Morel", "lyon", "professeur-des-ecoles");
        await lille.OpenAsync("bruno", "Bruno Lefèvre", "lille", "professeur-des-ecoles");
        await lille.OpenAsync("nadia", "Nadia Benali", "lille", "aesh");
        await using var claire = await Educator.SignInAsync(browsers, lyon, "claire", width, height);
        await using var bruno = await Educator.SignInAsync(browsers, lille, "bruno", width, height);
        await using var nadia = await Educator.SignInAsync(browsers, lille, "nadia", width, height);

        // He follows her across the académies, and Nadia follows him next door.
        await bruno.FollowAsync("@claire@" + lyon.Domain);
        await nadia.FollowAsync("@bruno@" + lille.Domain);
        await claire.WaitForAsync("/notifications", ".notification", "Bruno Lefèvre");

        var question = await claire.AskAsync(Title, Text, "Français", "CM1");

        // It arrives in his home timeline; he relays it, and so it reaches Nadia.
        await bruno.WaitForAsync("/home", "article", Title);
        await bruno.Press("Relayer");
        await Assertions.Expect(bruno.Page.Locator(".notice-done")).ToBeVisibleAsync();
        await nadia.WaitForAsync("/home", "article", Title);
        await nadia.Page.GetByRole(AriaRole.Link, new() { Name = Title }).First.ClickAsync();
        await nadia.Press("Mettre en favori");
        await nadia.AnswerAsync(Answer);

        // She sees the boost and the answer, and keeps it.
        await claire.WaitForAsync("/notifications", ".notification", "a relayé votre publication");
        await claire.WaitForAsync("/notifications", ".notification", "Nadia Benali vous a répondu");
        await claire.WaitForAsync(question, "article", Answer);
        await Assertions.Expect(claire.Page.Locator(".reach")).ToContainTextAsync("Relayée par 1 collègue");
        await Assertions.Expect(claire.Page.Locator(".delivery")).ToContainTextAsync("Remise à 1 serveur sur 1");
        await claire.Press("Retenir");
        await Assertions.Expect(claire.Page.Locator(".post-kept")).ToContainTextAsync(Answer);
        await claire.Press("Relayer", within: ".post-kept");

        // Who answered hears of it, and reads it at home.
        await nadia.WaitForAsync("/notifications", ".notification", "a retenu votre réponse");
        var there = new Uri(nadia.Page.Url);
        await nadia.Page.GetByRole(AriaRole.Link, new() { Name = Title }).Or(nadia.Page.Locator(".notification-post a")).First.ClickAsync();

        await bruno.WaitForAsync("/home", "article", Title);
        await bruno.Page.GetByRole(AriaRole.Link, new() { Name = Title }).First.ClickAsync();
        await Assertions.Expect(bruno.Page.Locator(".post-kept")).ToContainTextAsync(Answer);
        var travelled = bruno.Page.Url;
        await Pictures.TakeAsync(bruno.Page, $"travelled-{width}");
        await Pictures.TakeAsync(claire.Page, $"asked-{width}");
        Assert.StartsWith(lille.Address, there.AbsoluteUri, StringComparison.Ordinal);

        var examination = new Examination(browsers);
        if (width > 1000)
        {
            await examination.PassesAsync(claire, new[] { "/home", "/ask", "/notifications", "/follow", "/bookmarks", "/follow-requests", "/settings/profile", "/@claire" }.Select(p => lyon.Address + p).Append(question));
            await examination.PassesAsync(bruno, [travelled, lille.Address + "/home", $"{lille.Address}/@claire@{lyon.Domain}"]);
            await examination.PassesAsync(null, new[] { "/", "/questions", "/tags/cm1", "/@claire", "/about", "/accessibility", "/sign-in", "/nowhere" }.Select(p => lyon.Address + p).Append(question));
        }

        await claire.Press("Se déconnecter");
        await Assertions.Expect(claire.Page.GetByRole(AriaRole.Link, new() { Name = "Se connecter" }).First).ToBeVisibleAsync();
    }
}
