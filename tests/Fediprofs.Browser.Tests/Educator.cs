using Microsoft.Playwright;

namespace Fediprofs.Browser.Tests;

/// <summary>Somebody before a browser without JavaScript, reading French: does with it what an educator does.</summary>
internal sealed class Educator : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private Educator(IBrowserContext context, IPage page, Academie home) => (this.context, Page, Home) = (context, page, home);

    public IPage Page { get; }

    public Academie Home { get; }

    public static async Task<Educator> SignInAsync(Browsers browsers, Academie home, string username, int width, int height)
    {
        var context = await browsers.OpenAsync(width: width, height: height);
        var educator = new Educator(context, await context.NewPageAsync(), home);
        await educator.GoAsync("/sign-in");
        await educator.Page.GetByLabel("Identifiant").FillAsync(username);
        await educator.Page.GetByLabel("Mot de passe").FillAsync(Academie.Password);
        await educator.Press("Se connecter", within: "main");
        await Assertions.Expect(educator.Page).ToHaveURLAsync(home.Address + "/home");
        return educator;
    }

    public Task GoAsync(string path) => Page.GotoAsync(path.StartsWith("http", StringComparison.Ordinal) ? path : Home.Address + path);

    public async Task<string> AskAsync(string title, string text, string subject, string level)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Poser une question" }).First.ClickAsync();
        await Page.GetByLabel("Votre question").FillAsync(title);
        await Page.GetByLabel("Le contexte").FillAsync(text);
        await TickAsync("#subjects", subject);
        await TickAsync("#levels", level);
        await Press("Poser la question", within: "main");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
        return Page.Url;
    }

    public async Task FollowAsync(string address)
    {
        await GoAsync("/follow");
        await Page.GetByLabel("Adresse de la personne").FillAsync(address);
        await Press("Suivre", within: "main");
        await Assertions.Expect(Page.Locator(".notice-done")).ToBeVisibleAsync();
    }

    public async Task AnswerAsync(string text)
    {
        var field = Page.GetByLabel("Votre réponse");
        await field.FillAsync(await field.InputValueAsync() + text);
        await Press("Envoyer la réponse", within: "main");
        await Assertions.Expect(Page.Locator("article").Filter(new() { HasText = text })).ToBeVisibleAsync();
    }

    /// <summary>Presses the first button whose name begins so.</summary>
    public async Task Press(string name, string within = "body")
    {
        var button = Page.Locator(within).GetByRole(AriaRole.Button, new() { NameRegex = new($"^{name}") }).First;
        if (await button.CountAsync() == 0)
        {
            throw new InvalidOperationException($"{Page.Url} has no button \"{name}\": " + await Page.InnerTextAsync("main"));
        }

        await button.ClickAsync();
    }

    /// <summary>Loads a page again until it shows something: what comes from elsewhere takes a moment.</summary>
    public async Task WaitForAsync(string path, string selector, string text)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            await GoAsync(path);
            if (await Page.Locator(selector).Filter(new() { HasText = text }).CountAsync() > 0)
            {
                return;
            }

            await Task.Delay(250);
        }

        throw new InvalidOperationException($"{path} never showed \"{text}\" in {selector}: " + await Page.InnerTextAsync("main"));
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private async Task TickAsync(string field, string label)
    {
        var tick = Page.Locator(field).GetByLabel(label, new() { Exact = true });
        if (!await tick.IsVisibleAsync())
        {
            await Page.Locator($"{field} details").Filter(new() { Has = Page.Locator($"label:has-text('{label}')") }).First.Locator("summary").ClickAsync();
        }

        await tick.CheckAsync();
    }
}
