using System.Text.Json;
using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Tests.Federation.Documents;

/// <summary>A whole instance that listens on loopback, asked under the names it has outside.</summary>
internal sealed class ServedInstance : IAsyncDisposable
{
    private readonly InstanceHost host;
    private readonly HttpClient http;

    private ServedInstance(InstanceHost host)
    {
        this.host = host;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.App.Urls.First()) };
    }

    public static async Task<ServedInstance> StartAsync(TestPostgres postgres, string domain = "salle.example")
    {
        // Schema and keys are made once a run.
        var connection = await postgres.CloneAsync($"served_{domain.Replace('.', '_')}", async text => await (await BuildAsync(text, domain)).DisposeAsync());
        var host = await BuildAsync(connection, domain);
        await host.App.StartAsync();
        return new(host);
    }

    private static Task<InstanceHost> BuildAsync(string connection, string domain) => InstanceHost.BuildAsync(
        new InstanceSettings { Domain = domain, PublicUrl = "https://salle.example", ConnectionString = connection, Urls = "http://127.0.0.1:0" },
        new HostOptions { LogLevel = LogLevel.Warning });

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public async Task<ActorRow> PersonAsync(string name) => Value(await Get<AccountOpening>().HandleAsync(
        new OpenAccount(name, $"{name}@ac-exemple.fr", "un mot de passe long"), CancellationToken.None));

    public async Task<PostRow> PublishAsync(ActorRow author, string text, Visibility visibility = Visibility.Public, long? answers = null) => Value(
        await Get<PostPublishing>().HandleAsync(new PublishPost(author.Id, text) { Visibility = visibility, InReplyTo = answers, Language = "fr" }, CancellationToken.None));

    public static T Value<T>(Outcome<T> outcome) => outcome.Refused ? throw new InvalidOperationException($"Refused: {outcome.Refusal}") : outcome.Value;

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = "application/activity+json", string hostName = "salle.example", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, accept, hostName, headers);

    /// <summary>A request, its target exactly as given.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? accept, string hostName, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Host = hostName;
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    /// <summary>A document that must be there.</summary>
    public async Task<JsonElement> DocumentAsync(string uri)
    {
        using var response = await GetAsync(uri.Replace("https://salle.example", "", StringComparison.Ordinal));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/activity+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    public async Task SqlAsync(string sql, params object[] values)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }
}
