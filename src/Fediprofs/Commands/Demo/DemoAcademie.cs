using System.Globalization;
using System.Text.Json.Nodes;
using Fediprofs.Domain.Accounts;
using Fediprofs.OAuth.Tokens;

namespace Fediprofs.Commands.Demo;

/// <summary>An educator of the demo: an account, and its token for the client API.</summary>
/// <param name="Username">The part before the @.</param>
/// <param name="DisplayName">As shown.</param>
/// <param name="Academie">Where.</param>
/// <param name="Token">Bearer token.</param>
internal sealed record DemoEducator(string Username, string DisplayName, DemoAcademie Academie, string Token)
{
    /// <summary>name@domain.</summary>
    public string Handle => $"{Username}@{Academie.Domain}";

    /// <summary>Reads through the client API.</summary>
    public Task<JsonNode> GetAsync(string path, CancellationToken cancel) => Academie.Http.CallAsync(HttpMethod.Get, Academie.Url + path, Token, null, cancel);

    /// <summary>Writes through the client API.</summary>
    public Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancel) => Academie.Http.CallAsync(HttpMethod.Post, Academie.Url + path, Token, body, cancel);
}

/// <summary>One of the two académies: an instance of its own with its own domain and database.</summary>
internal sealed class DemoAcademie : IAsyncDisposable
{
    /// <summary>All educators of the demo sign in with it.</summary>
    public const string Password = "salle-des-profs";

    private readonly InstanceHost _host;

    private DemoAcademie(InstanceHost host, LoopbackClient http) => (_host, Http) = (host, http);

    public string Domain => _host.Settings.Domain;

    public string Url => _host.Settings.PublicUrl;

    public LoopbackClient Http { get; }

    public static async Task<DemoAcademie> StartAsync(string name, string title, int port, string folder, LoopbackClient http, IConfiguration configuration, CancellationToken cancel)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"{name}.localhost:{port}");
        var settings = new InstanceSettings
        {
            Domain = domain,
            PublicUrl = $"http://{domain}",
            Name = title,
            Academie = name,
            DataFolder = folder,
            DatabaseName = $"demo_{name}",
            DevelopmentDomains = ["*.localhost"],
            Urls = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            Trial = true,
        };
        var own = new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Instance:Domain"] = settings.Domain,
            ["Instance:PublicUrl"] = settings.PublicUrl,
            ["Instance:Title"] = title,
            ["Federation:DevelopmentDomains"] = "*.localhost",
        }).Build();
        var host = await InstanceHost.BuildAsync(settings, new HostOptions { Configuration = own, LogLevel = LogLevel.Error }, cancel);
        await host.App.StartAsync(cancel);
        return new(host, http);
    }

    /// <summary>An account with a token; the same again when the demo was run before.</summary>
    public async Task<DemoEducator> EducatorAsync(string username, string displayName, string role, string[] subjects, CancellationToken cancel)
    {
        var services = _host.Services;
        var accounts = services.GetRequiredService<AccountLookup>();
        var known = await accounts.ByHandleAsync(username, cancel);
        var id = known?.Id ?? (await services.GetRequiredService<AccountOpening>().HandleAsync(
            new OpenAccount(username, $"{username}@ac-{_host.Settings.Academie}.fr", Password)
            {
                Profile = new ProfileChanged { DisplayName = displayName, Academie = _host.Settings.Academie, TeachingRole = role, Subjects = subjects },
            },
            cancel)).Value!.Id;
        var token = await services.GetRequiredService<TokenIssue>().IssueAsync(id, "Fediprofs demo", ["read", "write", "follow"], cancel);
        return new(username, displayName, this, token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
