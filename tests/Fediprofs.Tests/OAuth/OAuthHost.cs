using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Storage;
using Fediprofs.OAuth;
using Fediprofs.OAuth.Tokens;
using Fediprofs.Testing;
using Fediprofs.Web;
using Fediprofs.Web.Consent;
using Fediprofs.Web.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests.OAuth;

/// <summary>A real server with OAuth and a few endpoints that ask for tokens. Two of them over one database are two nodes.</summary>
internal sealed class OAuthHost : IAsyncDisposable
{
    public const long Sylvie = 113_000_000_000_000_001;
    public const string Password = "craie-et-tableau";

    private readonly WebApplication app;

    private OAuthHost(WebApplication app)
    {
        this.app = app;
        Http = Browser();
    }

    /// <summary>Keeps no cookies and follows no redirect.</summary>
    public HttpClient Http { get; }

    public TokenIssue TokenIssue => app.Services.GetRequiredService<TokenIssue>();

    public static async Task<string> DatabaseAsync(TestPostgres postgres) =>
        await postgres.CloneAsync("oauth_template", async connection =>
        {
            await using var services = new ServiceCollection().AddLogging().AddStorage(connection).AddSingleton(Ids())
                .AddOAuth(new OAuthOptions("http://lyon.test")).BuildServiceProvider();
            await StorageSlice.PrepareAsync(services, CancellationToken.None);
        });

    public static async Task<OAuthHost> StartAsync(string database, string publicUrl = "http://lyon.test")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Instance:Domain"] = new Uri(publicUrl).Host;
        builder.Services.AddStorage(database);
        builder.Services.AddSingleton(Ids());
        builder.Services.AddSingleton<IPasswordCheck, KnownPeople>();
        builder.Services.AddOAuth(new OAuthOptions(publicUrl));
        builder.Services.AddWeb(builder.Configuration);
        var app = builder.Build();
        app.UseWeb();
        app.UseOAuth();
        app.MapOAuth();
        app.MapPages().MapSignIn().MapConsent();
        app.MapGet("/read", Who).RequireScope("read:statuses");
        app.MapGet("/block", Who).RequireScope("write:blocks");
        app.MapGet("/public", Who).AllowScope("read:statuses");
        await app.StartAsync();
        return new OAuthHost(app);
    }

    public HttpClient Browser()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        return new HttpClient(handler) { BaseAddress = new Uri(app.Urls.First()) };
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
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static string Who(HttpContext context) => context.User.AccountId() is { } account ? $"account {account}" : "nobody";

    private static SnowflakeIds Ids() => new(TimeProvider.System, 1);

    private sealed class KnownPeople : IPasswordCheck
    {
        public Task<SignInResult> CheckAsync(string handleOrEmail, string password, CancellationToken cancellationToken) =>
            Task.FromResult<SignInResult>(handleOrEmail == "sylvie" && password == Password
                ? new SignInResult.Granted(Sylvie, "sylvie", "Sylvie Martin", "fr")
                : new SignInResult.Refused(SignInRefusal.WrongCredentials));
    }
}
