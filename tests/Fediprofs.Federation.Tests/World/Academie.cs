using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Fediprofs.Commands.Demo;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Deliveries;
using Fediprofs.OAuth.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Federation.Tests.World;

/// <summary>An instance of its own on loopback, with its own domain, database and people: everything real.</summary>
public sealed class Academie : IAsyncDisposable
{
    private static int people;

    private readonly InstanceHost host;

    private Academie(InstanceHost host) => this.host = host;

    /// <summary>The part after the @.</summary>
    public string Domain => host.Settings.Domain;

    /// <summary>Scheme and authority.</summary>
    public string Url => host.Settings.PublicUrl;

    internal static HttpClient Http { get; } = new(LoopbackClient.Handler()) { Timeout = TimeSpan.FromSeconds(30) };

    internal IServiceProvider Services => host.Services;

    internal static async Task<Academie> StartAsync(string name, string connection, TimeProvider? time = null)
    {
        var port = FreePort();
        var domain = string.Create(CultureInfo.InvariantCulture, $"{name}.localhost:{port}");
        var academie = await BuildAsync(domain, connection, port, time);
        await academie.host.App.StartAsync();
        return academie;
    }

    /// <summary>
    /// An instance whose host is built and not started, as a command has it: for accounts, tokens and a look into the database while
    /// its servers are processes of their own.
    /// </summary>
    internal static async Task<Academie> BuildAsync(string domain, string connection, int port, TimeProvider? time = null)
    {
        var settings = new InstanceSettings
        {
            Domain = domain,
            PublicUrl = $"http://{domain}",
            Name = domain.Split('.')[0],
            ConnectionString = connection,
            DevelopmentDomains = ["*.localhost"],
            Urls = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            Delivery = new DeliveryOptions { FirstRetry = TimeSpan.FromMilliseconds(200) },
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Instance:Domain"] = settings.Domain,
            ["Instance:PublicUrl"] = settings.PublicUrl,
        }).Build();
        return new(await InstanceHost.BuildAsync(settings, new HostOptions { Configuration = configuration, Time = time, Configure = b => b.Logging.ClearProviders() }));
    }

    /// <summary>Somebody with an account here, whose name nobody else has.</summary>
    public async Task<Educator> Educator(string name, bool locked = false)
    {
        var username = string.Create(CultureInfo.InvariantCulture, $"{name}{Interlocked.Increment(ref people)}");
        var opened = await Services.GetRequiredService<AccountOpening>().HandleAsync(
            new OpenAccount(username, $"{username}@ac.example", null) { Profile = new ProfileChanged { DisplayName = name, Locked = locked } },
            CancellationToken.None);
        var token = await Services.GetRequiredService<TokenIssue>().IssueAsync(opened.Value!.Id, "Stories", ["read", "write", "follow"], CancellationToken.None);
        return new(this, username, opened.Value.Id, opened.Value.Uri, token);
    }

    /// <summary>
    /// Waits until everything that happened here so far has gone out to everybody and everything that came in has taken effect:
    /// then what has not arrived never will.
    /// </summary>
    public async Task Rests()
    {
        var last = await ScalarAsync<long>("select coalesce(max(seq), 0) from inbox_journal");
        await Eventually.IsSoAsync($"{Domain} at rest", async () =>
            await ScalarAsync<long>(
                """
                select (select count(*) from outgoing) + (select count(*) from inbox_pending where seq <= $1) + (select count(*) from inbox_waiting where seq <= $1)
                    + (select count(*) from delivery d join delivery_host h using (host) where h.failures = 0)
                """,
                last) == 0);
    }

    /// <summary>Waits until deliveries to a host have failed.</summary>
    public Task Failing(string host) => Eventually.IsSoAsync(
        $"{host} failing", async () => await ScalarAsync<int>("select failures from delivery_host where host = $1", host) > 0);

    internal async Task<T?> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync() is T found ? found : default;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
