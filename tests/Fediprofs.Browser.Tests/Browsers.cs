using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Fediprofs.Browser.Tests.Browsers))]

namespace Fediprofs.Browser.Tests;

/// <summary>Debian's Chromium, started once a run.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Sizes at which every page is looked at.</summary>
    public static readonly (string Name, int Width, int Height)[] Sizes = [("phone", 375, 740), ("desk", 1280, 900)];

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? Chromium,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP *.localhost 127.0.0.1"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>A browser of somebody, with cookies of its own.</summary>
    /// <param name="script">Whether JavaScript runs: for axe only; people's walks go without.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="dark">Whether the reader prefers dark pages.</param>
    public Task<IBrowserContext> OpenAsync(bool script = false, int width = 1280, int height = 900, bool dark = false) =>
        browser!.NewContextAsync(new()
        {
            JavaScriptEnabled = script, Locale = "fr-FR", ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
}
