using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Fediprofs.Tests.OAuth;

/// <summary>A person with a browser without JavaScript: keeps cookies, fills in forms, follows redirects within the instance.</summary>
internal sealed class Reader(OAuthHost instance) : IDisposable
{
    private readonly HttpClient http = instance.Browser();

    public Uri? RedirectedTo { get; private set; }

    public HttpStatusCode Status { get; private set; }

    public string Policy { get; private set; } = "";

    public IDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    public Task OpenAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Sends the page's form in the main part, with these fields filled in and this button pressed.</summary>
    public Task SubmitAsync(string? button = null, params (string Name, string Value)[] filled)
    {
        var form = Page.QuerySelector("main form")!;
        var fields = form.QuerySelectorAll("input")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "");
        foreach (var (name, value) in filled)
        {
            fields[name] = value;
        }

        if (button is not null)
        {
            var pressed = form.QuerySelectorAll("button").First(candidate => candidate.GetAttribute("value") == button);
            fields[pressed.GetAttribute("name")!] = button;
        }

        return FollowAsync(new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action"))
        {
            Content = new FormUrlEncodedContent(fields),
        });
    }

    public Task SignInAsync(string password = OAuthHost.Password) =>
        SubmitAsync(null, ("handle", "sylvie"), ("password", password));

    public void Dispose() => http.Dispose();

    private async Task FollowAsync(HttpRequestMessage request)
    {
        RedirectedTo = null;
        for (var hops = 0; hops < 5; hops++)
        {
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.AcceptLanguage.ParseAdd("fr");
            using var answer = await http.SendAsync(request);
            request.Dispose();
            Status = answer.StatusCode;
            if (answer.Headers.Location is not { } location)
            {
                Policy = string.Join("; ", answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy : []);
                Page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
                return;
            }

            if (location.IsAbsoluteUri)
            {
                RedirectedTo = location;
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, location);
        }

        Assert.Fail("Redirected in a circle.");
    }
}
