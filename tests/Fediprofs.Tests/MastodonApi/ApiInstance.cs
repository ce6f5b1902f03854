using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Fediprofs.Domain.Accounts;
using Fediprofs.OAuth.Tokens;
using Fediprofs.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Tests.MastodonApi;

/// <summary>An instance that listens on loopback, over a database of its own.</summary>
public sealed class ApiInstance : IAsyncDisposable
{
    public const string Domain = "salle.example";

    private readonly InstanceHost host;
    private readonly HttpClient http;
    private int people;

    private ApiInstance(InstanceHost host)
    {
        this.host = host;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        Nobody = new Client(this, 0, null);
    }

    /// <summary>A client without a token.</summary>
    public Client Nobody { get; }

    public static async Task<ApiInstance> StartAsync(TestPostgres postgres)
    {
        var settings = new InstanceSettings
        {
            Domain = Domain,
            PublicUrl = $"https://{Domain}",
            Name = "Salle des profs",
            Description = "Une instance d'essai",
            ConnectionString = await postgres.CreateDatabaseAsync(),
            Urls = "http://127.0.0.1:0",
        };
        var host = await InstanceHost.BuildAsync(settings, new HostOptions { LogLevel = LogLevel.Warning });
        await host.App.StartAsync();
        return new(host);
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Opens an account and answers its client, with every scope unless some are named.</summary>
    public async Task<Client> OpenAsync(string username, params string[] scopes)
    {
        var opened = await Get<AccountOpening>().HandleAsync(new OpenAccount(username, $"{username}@ac-exemple.fr", TestInstance.Password), CancellationToken.None);
        return await ClientAsync(opened.Value!.Id, username, scopes);
    }

    /// <summary>A client of somebody with a fresh token.</summary>
    public async Task<Client> ClientAsync(long account, string name, params string[] scopes)
    {
        string[] wanted = scopes.Length == 0 ? ["read", "write", "follow", "push"] : scopes;
        return new(this, account, await Get<TokenIssue>().IssueAsync(account, "Essai", wanted, CancellationToken.None)) { Name = name };
    }

    /// <summary>Somebody with a name that nobody else has.</summary>
    public Task<Client> SomebodyAsync(params string[] scopes) => OpenAsync($"prof{Interlocked.Increment(ref people)}", scopes);

    /// <summary>Waits until the change readers of this node have read what was committed.</summary>
    public async Task SettleAsync()
    {
        // They wait for older transactions, those of other tests' databases on the same server included.
        while (true)
        {
            await using var older = Get<NpgsqlDataSource>().CreateCommand(
                "select coalesce((select xid from changes order by xid desc limit 1) < pg_snapshot_xmin(pg_current_snapshot()), true)");
            if (await older.ExecuteScalarAsync() is true)
            {
                break;
            }

            await Task.Delay(10);
        }

        await Get<Fediprofs.Domain.Timelines.HomeFeedsReader>().CatchUpAsync(CancellationToken.None);
        await Get<Fediprofs.Domain.Notifications.NotificationWriter>().CatchUpAsync(CancellationToken.None);
        await Get<Fediprofs.Domain.Search.SearchIndex>().CatchUpAsync(CancellationToken.None);
    }

    public async Task SqlAsync(string sql, params object[] parameters)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    /// <summary>Somebody's application.</summary>
    public sealed class Client(ApiInstance instance, long account, string? token)
    {
        public long Account { get; } = account;

        public string Name { get; init; } = "";

        public string Id { get; } = account.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

        public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

        public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

        public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonContent.Create(body));

        public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

        public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Host = Domain;
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            using var response = await instance.http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var json = response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonElement.Parse(text) : default;
            return new(response.StatusCode, json, response.Headers, response.Content.Headers);
        }

        /// <summary>Publishes and answers the status.</summary>
        public async Task<JsonElement> SaysAsync(string text, string visibility = "public", string? replyTo = null) =>
            (await PostAsync("/api/v1/statuses", new { status = text, visibility, in_reply_to_id = replyTo })).Ok();

        public async Task FollowsAsync(Client other) => (await PostAsync($"/api/v1/accounts/{other.Id}/follow")).Ok();
    }
}

/// <summary>One instance for all tests of a class: each test has people of its own.</summary>
public sealed class ApiFixture(TestPostgres postgres) : IAsyncLifetime
{
    public ApiInstance Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Instance = await ApiInstance.StartAsync(postgres);

    public ValueTask DisposeAsync() => Instance.DisposeAsync();
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, JsonElement Json, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    /// <summary>The body of an answer that must be 200.</summary>
    public JsonElement Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status} {Json}");
        return Json;
    }

    /// <summary>The error of an answer that must have this status.</summary>
    public string Refused(HttpStatusCode status)
    {
        Assert.Equal(status, Status);
        return Json.GetProperty("error").GetString()!;
    }

    public string? Link => Headers.TryGetValues("Link", out var values) ? string.Join(", ", values) : null;
}

/// <summary>Reads entities in tests.</summary>
public static class EntityReading
{
    public static string Id(this JsonElement entity) => entity.GetProperty("id").GetString()!;

    public static IReadOnlyList<string> Ids(this JsonElement list) => [.. list.EnumerateArray().Select(Id)];

    public static string Text(this JsonElement entity, string name) => entity.GetProperty(name).GetString()!;

    public static bool Flag(this JsonElement entity, string name) => entity.GetProperty(name).GetBoolean();

    public static int Number(this JsonElement entity, string name) => entity.GetProperty(name).GetInt32();
}
