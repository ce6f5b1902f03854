using System.Net;
using System.Net.Sockets;
using Fediprofs.Domain.Accounts;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fediprofs.Browser.Tests;

/// <summary>An instance that listens on loopback under a name of its own, as an académie would run it.</summary>
internal sealed class Academie : IAsyncDisposable
{
    public const string Password = "un mot de passe long";

    private readonly InstanceHost host;

    private Academie(InstanceHost host) => this.host = host;

    public string Address => host.Settings.PublicUrl;

    public string Domain => host.Settings.Domain;

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public static async Task<Academie> StartAsync(TestPostgres postgres, string key, string name)
    {
        var port = FreePort();
        var settings = new InstanceSettings
        {
            Domain = $"{key}.localhost:{port}",
            PublicUrl = $"http://{key}.localhost:{port}",
            Name = name,
            Academie = key,
            Contact = $"contact@{key}.example",
            ConnectionString = await postgres.CreateDatabaseAsync(),
            DevelopmentDomains = ["*.localhost"],
            Urls = $"http://127.0.0.1:{port}",
        };
        var host = await InstanceHost.BuildAsync(settings, new HostOptions { LogLevel = LogLevel.Warning });
        await host.App.StartAsync();
        return new Academie(host);
    }

    public async Task<long> OpenAsync(string username, string name, string academie, string role)
    {
        var opened = await Get<AccountOpening>().HandleAsync(
            new OpenAccount(username, $"{username}@ac-exemple.fr", Password)
            {
                Profile = new ProfileChanged { DisplayName = name, Academie = academie, TeachingRole = role, Summary = "CM1, lecture, coopération." },
            },
            CancellationToken.None);
        return opened.Value!.Id;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
