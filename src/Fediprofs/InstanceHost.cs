using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Notifications;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Privacy;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Search;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Storage.Embedded;
using Fediprofs.Domain.Timelines;
using Fediprofs.Federation;
using Fediprofs.Federation.Documents;
using Fediprofs.Federation.Inbox;
using Fediprofs.Federation.Sender;
using Fediprofs.MastodonApi;
using Fediprofs.OAuth;
using Fediprofs.Web;
using Microsoft.AspNetCore.HttpOverrides;
using Npgsql;

namespace Fediprofs;

/// <summary>
/// One instance: one host with a container, store, database, keys and address of its own. A process may run several.
/// The slices and the rims are named here, each once.
/// </summary>
public sealed class InstanceHost : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _postgres;

    private InstanceHost(WebApplication app, InstanceSettings settings, EmbeddedPostgres? postgres) =>
        (App, Settings, _postgres) = (app, settings, postgres);

    /// <summary>The web application.</summary>
    public WebApplication App { get; }

    /// <summary>What it was told.</summary>
    public InstanceSettings Settings { get; }

    /// <summary>Its container.</summary>
    public IServiceProvider Services => App.Services;

    /// <summary>Prepares the database and builds the host; <see cref="WebApplication.StartAsync"/> starts it.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="options">How this process differs from a server (commands, tests, demo).</param>
    /// <param name="cancel">Gives up waiting for the database.</param>
    public static async Task<InstanceHost> BuildAsync(InstanceSettings settings, HostOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new HostOptions();
        var time = options.Time ?? TimeProvider.System;
        EmbeddedPostgres? postgres = null;
        var connection = settings.ConnectionString;
        if (connection is null)
        {
            using var logging = LoggerFactory.Create(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
            postgres = await EmbeddedPostgres.StartAsync(settings.DataFolder, time, logging.CreateLogger<EmbeddedPostgres>(), cancel);
            connection = await postgres.EnsureDatabaseAsync(settings.DatabaseName, cancel);
        }

        try
        {
            var node = await PrepareAsync(connection, cancel);
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = options.Args, ApplicationName = "Fediprofs", ContentRootPath = AppContext.BaseDirectory });
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.UseUrls(settings.Urls.Split(';'));
            if (options.Configuration is not null)
            {
                builder.Configuration.AddConfiguration(options.Configuration);
            }

            builder.Logging.SetMinimumLevel(options.LogLevel);
            AddInstance(builder.Services, settings, connection, node, time);
            builder.Services.AddWeb(builder.Configuration, settings.Domain, settings.DevelopmentDomains.Count > 0);
            options.Configure?.Invoke(builder);
            var app = builder.Build();
            await StorageSlice.PrepareAsync(app.Services, cancel);
            await app.Services.GetRequiredService<InstanceSigner>().LoadAsync(app.Services.GetRequiredService<InstanceActor>(), cancel);
            MapInstance(app);
            return new(app, settings, postgres);
        }
        catch
        {
            if (postgres is not null)
            {
                await postgres.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Stops listening, lets what runs come to its end, leaves the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private static async Task<int> PrepareAsync(string connection, CancellationToken cancel)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
        await Migrations.RunAsync(database, cancel);
        return await StorageSlice.NodeNumberAsync(database, cancel);
    }

    /// <summary>Everything an instance is made of.</summary>
    private static void AddInstance(IServiceCollection services, InstanceSettings settings, string connection, int node, TimeProvider time)
    {
        services.AddSingleton(settings);
        services.AddSingleton(time);
        services.AddSingleton(new InstanceUris(settings.Domain, settings.PublicUrl));
        services.AddSingleton(new SnowflakeIds(time, node));
        services.AddSingleton(CurriculumCatalogue.Load());
        services.AddStorage(connection);

        // The domain, ground first; row writers run in this order.
        services.AddRemote(new RemoteOptions { PublicUrl = settings.PublicUrl, DevelopmentDomains = settings.Development });
        services.AddActors().AddAccounts().AddRelationships().AddPosts().AddReactions().AddQuestions();
        services.AddTimelines().AddNotifications().AddSearch().AddPrivacy();

        // The rims.
        services.AddInbox(settings.Inbox);
        services.AddFederationOut(settings.Delivery, new NodeDescription(settings.Name, settings.Description));
        services.AddOAuth(new OAuthOptions(settings.PublicUrl));
        services.AddPages();
        services.AddMastodonApi();

        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedFor);
    }

    /// <summary>What answers requests, outermost first.</summary>
    private static void MapInstance(WebApplication app)
    {
        // From loopback only, which is ASP.NET Core's default for known proxies.
        app.UseForwardedHeaders();
        app.UseHostGuard();
        app.UseMastodonApi();
        app.UseDocumentsAtPages();
        app.UseRouting();
        app.UseWeb();
        app.UseOAuth();
        app.UsePages();
        app.MapOAuth();
        app.MapInbox();
        app.MapDocuments();
        app.MapMastodonApi();
        app.MapWeb();
        app.MapWebPages();
    }
}

/// <summary>How a process differs from a server.</summary>
public sealed record HostOptions
{
    /// <summary>Command-line arguments.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>More configuration than files and environment.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Last changes of the builder (tests).</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }
}
