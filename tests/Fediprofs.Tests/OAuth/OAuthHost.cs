using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fediprofs.Domain.Accounts;
using Fediprofs.OAuth;
using Fediprofs.OAuth.Tokens;
using Fediprofs.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests.OAuth;

/// <summary>A listening instance with a few endpoints that ask for tokens. Two of them over one database are two nodes.</summary>
internal sealed class OAuthHost : IAsyncDisposable
{
    public const string Password = TestInstance.Password;

    private readonly InstanceHost host;

    private OAuthHost(InstanceHost host)
    {
        this.host = host;
        Http = Browser();
    }

    public HttpClient Http { get; }

    public TokenIssue TokenIssue => host.Services.GetRequiredService<TokenIssue>();

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public static Task<string> DatabaseAsync(TestPostgres postgres) =>
        postgres.CloneAsync("oauth_template", async connection => await (await BuildAsync(connection, "http://lyon.test")).DisposeAsync());

    public static async Task<OAuthHost> StartAsync(string database, string publicUrl = "http://lyon.test")
    {
        var host = await BuildAsync(database, publicUrl);
        host.App.MapGet("/read", Who).RequireScope("read:statuses");
        host.App.MapGet("/block", Who).RequireScope("write:blocks");
        host.App.MapGet("/public", Who).AllowScope("read:statuses");
        await host.App.StartAsync();
        return new OAuthHost(host);
    }

    /// <summary>A process beside the server: it has the instance's services and does not listen.</summary>
    public static Task<InstanceHost> BuildAsync(string database, string publicUrl = "http://lyon.test") =>
        InstanceHost.BuildAsync(
            new InstanceSettings { Domain = new Uri(publicUrl).Host, PublicUrl = publicUrl, ConnectionString = database, Urls = "http://127.0.0.1:0" },
            new HostOptions { LogLevel = LogLevel.None });

    public async Task<long> OpenAccountAsync(string username, string displayName)
    {
        var opened = await Get<AccountOpening>().HandleAsync(
            new OpenAccount(username, username + "@ac-lyon.test", Password) { Profile = new ProfileChanged { DisplayName = displayName } },
            CancellationToken.None);
        return opened.Value!.Id;
    }

    /// <summary>A client that keeps cookies and follows no redirect.</summary>
    public HttpClient Browser()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        var client = new HttpClient(handler) { BaseAddress = new Uri(host.App.Urls.First()) };
        // An instance answers for its own name only.
        client.DefaultRequestHeaders.Host = new Uri(host.Settings.PublicUrl).Authority;
        return client;
    }

    public async Task<HttpStatusCode> StatusAsync(string path, string? token)
    {
        using var answer = await GetAsync(path, token);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return await Http.SendAsync(request);
    }

    public async Task<JsonElement> RegisterAsync(string scopes = "read write follow", string redirectUri = "https://app.test/back")
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/apps", new { client_name = "Tableau", redirect_uris = redirectUri, scopes });
        return await JsonAsync(answer);
    }

    public async Task<HttpResponseMessage> TokenAsync(params (string Name, string? Value)[] fields) =>
        await Http.PostAsync("/oauth/token", Form(fields));

    public static FormUrlEncodedContent Form(params (string Name, string? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
    }

    private static string Who(HttpContext context) => context.User.AccountId() is { } account ? $"account {account}" : "nobody";
}
