using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Fediprofs.Browser.Tests;

/// <summary>axe over pages as somebody sees them, on a phone and at a desk; the one place where JavaScript runs.</summary>
internal sealed class Examination(Browsers browsers)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>Looks at addresses with the session of an educator, or as a visitor.</summary>
    public async Task PassesAsync(Educator? reader, IEnumerable<string> addresses)
    {
        var pages = addresses.ToList();
        foreach (var (size, width, height) in Browsers.Sizes)
        {
            await using var context = await browsers.OpenAsync(script: true, width: width, height: height, dark: size == "phone");
            if (reader is not null)
            {
                await context.AddCookiesAsync((await reader.Page.Context.CookiesAsync()).Select(c => new Cookie
                {
                    Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, Secure = c.Secure, SameSite = c.SameSite,
                }));
            }

            var page = await context.NewPageAsync();
            foreach (var address in pages)
            {
                await page.GotoAsync(address);
                var result = await page.RunAxe(Rules);
                Assert.True(result.Violations.Length == 0, $"{address} ({size}): " + string.Join("; ", result.Violations.Select(v =>
                    $"{v.Id}: {v.Help} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
                var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(overflow <= 0, $"{address} ({size}) is {overflow} pixels too wide");
                await Pictures.TakeAsync(page, $"{new Uri(address).Host.Split('.')[0]}{new Uri(address).AbsolutePath}-{size}{(reader is null ? "-visitor" : "")}");
            }
        }
    }
}
