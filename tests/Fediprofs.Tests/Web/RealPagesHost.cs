using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Fediprofs.Domain.Accounts;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests.Web;

/// <summary>A whole instance that listens, and browsers that send its forms.</summary>
internal sealed class RealPagesHost : IAsyncDisposable
{
    private readonly InstanceHost host;

    private RealPagesHost(InstanceHost host) => this.host = host;

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public static async Task<RealPagesHost> StartAsync(TestPostgres postgres)
    {
        var host = await InstanceHost.BuildAsync(
            new InstanceSettings
            {
                Domain = "salle.example",
                PublicUrl = "http://salle.example",
                Name = "Salle des profs",
                ConnectionString = await postgres.CreateDatabaseAsync(),
                Urls = "http://127.0.0.1:0",
            },
            new HostOptions { LogLevel = LogLevel.Warning });
        await host.App.StartAsync();
        return new RealPagesHost(host);
    }

    public async Task<long> OpenAsync(string username) =>
        (await Get<AccountOpening>().HandleAsync(new OpenAccount(username, username + "@ac-exemple.fr", TestInstance.Password), CancellationToken.None)).Value!.Id;

    public Visitor Visit() => new(host.App.Urls.First());

    public async Task<Visitor> SignInAsync(string username)
    {
        var visitor = Visit();
        await visitor.GoAsync("/sign-in");
        await visitor.SendAsync("form[action='/sign-in']", ("handle", username), ("password", TestInstance.Password));
        return visitor;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

/// <summary>A browser without JavaScript: goes to pages, fills and sends their forms, follows redirects, keeps cookies.</summary>
internal sealed class Visitor(string address) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() });

    public IHtmlDocument Page { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    /// <summary>Path, query and fragment where it is.</summary>
    public string Path { get; private set; } = "";

    public Task GoAsync(string path) => ReadAsync(HttpMethod.Get, path, null);

    /// <summary>Sends a form as it stands, with these fields instead of its own.</summary>
    public Task SendAsync(string form, params (string Name, string Value)[] fields)
    {
        var element = (IHtmlFormElement)(Page.QuerySelector(form) ?? throw new InvalidOperationException($"No form {form} on {Path}."));
        var values = element.QuerySelectorAll("input,textarea,select").SelectMany(Values)
            .Where(v => fields.All(f => f.Name != v.Key)).Concat(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return ReadAsync(HttpMethod.Post, element.GetAttribute("action")!, new FormUrlEncodedContent(values));
    }

    public void Dispose() => client.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> Values(IElement control) => control switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => [],
        IHtmlInputElement input => [KeyValuePair.Create(input.Name!, input.Value)],
        IHtmlTextAreaElement area => [KeyValuePair.Create(area.Name!, area.Value)],
        IHtmlSelectElement select => [KeyValuePair.Create(select.Name!, select.Value ?? "")],
        _ => [],
    };

    private async Task ReadAsync(HttpMethod method, string path, HttpContent? content)
    {
        for (var hops = 0; hops < 5; hops++)
        {
            using var request = new HttpRequestMessage(method, address + path) { Content = content };
            request.Headers.Host = "salle.example";
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.AcceptLanguage.ParseAdd("fr");
            using var response = await client.SendAsync(request);
            (Status, Path) = (response.StatusCode, path);
            if (response.Headers.Location is { } location)
            {
                (method, path, content) = (HttpMethod.Get, location.OriginalString, null);
                continue;
            }

            Page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
            return;
        }

        throw new InvalidOperationException("Too many redirects to " + path);
    }
}
