using Microsoft.Playwright;

namespace Fediprofs.Browser.Tests;

/// <summary>Screenshots, into the folder that the environment variable SCREENSHOTS names; none without it.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SCREENSHOTS");

    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is not null)
        {
            var file = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')) + ".png";
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), FullPage = true });
        }
    }
}
