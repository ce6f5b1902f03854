using Fediprofs.Domain.Accounts;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Tests;

/// <summary>An instance over a database of its own, built but not listening.</summary>
public sealed class TestInstance : IAsyncDisposable
{
    public const string Password = "un mot de passe long";

    private readonly InstanceHost _host;

    private TestInstance(InstanceHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static async Task<TestInstance> BuildAsync(TestPostgres postgres, string domain = "salle.example", TimeProvider? time = null)
    {
        var settings = new InstanceSettings
        {
            Domain = domain,
            PublicUrl = $"https://{domain}",
            ConnectionString = await postgres.CreateDatabaseAsync(),
            Urls = "http://127.0.0.1:0",
        };
        return new(await InstanceHost.BuildAsync(settings, new HostOptions { Time = time, LogLevel = LogLevel.Warning }));
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<long> OpenAsync(string username)
    {
        var opened = await Get<AccountOpening>().HandleAsync(new OpenAccount(username, $"{username}@ac-exemple.fr", Password), CancellationToken.None);
        return opened.Value!.Id;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
