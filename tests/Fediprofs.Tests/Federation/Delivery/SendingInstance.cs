using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation;
using Fediprofs.Federation.Documents;
using Fediprofs.Federation.Sender;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Fediprofs.Tests.Federation.Delivery;

/// <summary>A node of an instance that publishes and sends: the real domain, outbox and sender over a real database.</summary>
internal sealed class SendingInstance : IAsyncDisposable
{
    private static long remoteIds = 1000;
    private readonly ServiceProvider services;
    private readonly List<IHostedService> running = [];

    private SendingInstance(ServiceProvider services, string connection, MovableClock clock) =>
        (this.services, Connection, Clock) = (services, connection, clock);

    public string Connection { get; }

    public MovableClock Clock { get; }

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public static async Task<SendingInstance> OpenAsync(TestPostgres postgres) =>
        await OpenAsync(
            await postgres.CloneAsync("sending_instance", async text =>
            {
                await using var first = Build(text, new MovableClock(), 1);
                await StorageSlice.PrepareAsync(first, CancellationToken.None);
            }),
            new MovableClock(), 1);

    /// <summary>A second node on the same database.</summary>
    public Task<SendingInstance> SecondNodeAsync() => OpenAsync(Connection, Clock, 2);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Starts outbox and sender.</summary>
    public async Task StartAsync()
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
            running.Add(service);
        }
    }

    public async Task<ActorRow> PersonAsync(string name) =>
        Value(await Get<AccountOpening>().HandleAsync(new OpenAccount(name, $"{name}@ecole.test", "mot de passe long"), CancellationToken.None));

    public async Task<PostRow> PublishAsync(ActorRow author, string text, Visibility visibility = Visibility.Public, long? answers = null) =>
        Value(await Get<PostPublishing>().HandleAsync(new PublishPost(author.Id, text) { Visibility = visibility, InReplyTo = answers, Language = "fr" }, CancellationToken.None));

    public static T Value<T>(Outcome<T> outcome) => outcome.Refused ? throw new InvalidOperationException($"Refused: {outcome.Refusal}") : outcome.Value;

    /// <summary>Somebody on a peer.</summary>
    public async Task<long> RemoteAsync(PeerServers peers, int host, string name, bool sharedInbox = true)
    {
        var id = Interlocked.Increment(ref remoteIds);
        var uri = peers.Url(host, $"/users/{name}");
        await SqlAsync(
            """
            insert into actors (id, uri, uri_key, local, kind, username, domain, inbox, shared_inbox, created_at)
            values ($1, $2, $3, false, 1, $4, $5, $6, $7::text, now())
            """,
            id, uri, UriKey.Of(uri), name, peers.Name(host), uri + "/inbox", sharedInbox ? peers.Url(host, "/inbox") : null);
        return id;
    }

    /// <summary>Somebody on a peer who follows.</summary>
    public async Task<long> FollowerAsync(PeerServers peers, int host, ActorRow followed, string? name = null, bool sharedInbox = true)
    {
        var id = await RemoteAsync(peers, host, name ?? $"u{host}", sharedInbox);
        await SqlAsync("insert into follows (follower, followed, id, state, created_at) values ($1, $2, $3, 1, now())", id, followed.Id, Get<SnowflakeIds>().Next());
        return id;
    }

    public async Task SqlAsync(string sql, params object?[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string table, string where = "true")
    {
        await using var command = Database.CreateCommand($"select count(*) from {table} where {where}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits for something to become true.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, int seconds = 10)
    {
        var end = Environment.TickCount64 + (seconds * 1000);
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < end, $"Waited {seconds} s in vain: {what}");
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what, int seconds = 10) => UntilAsync(() => Task.FromResult(condition()), what, seconds);

    public Task NothingQueuedAsync() => UntilAsync(
        async () => await CountAsync("outgoing") == 0 && await CountAsync("delivery") == 0 && await CountAsync("delivery_host", "next_at is not null") == 0,
        "an empty queue");

    /// <summary>Ends as if the process were killed: nothing more is written.</summary>
    public async Task KillAsync()
    {
        await Database.DisposeAsync();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(running))
        {
            await service.StopAsync(CancellationToken.None);
        }

        running.Clear();
        await services.DisposeAsync();
    }

    private static async Task<SendingInstance> OpenAsync(string connection, MovableClock clock, int node)
    {
        var services = Build(connection, clock, node);
        await services.GetRequiredService<InstanceSigner>().LoadAsync(services.GetRequiredService<InstanceActor>(), CancellationToken.None);
        return new(services, connection, clock);
    }

    private static ServiceProvider Build(string connection, MovableClock clock, int node) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(new SnowflakeIds(clock, node))
            .AddSingleton(new InstanceUris("ecole.test", "https://ecole.test"))
            .AddSingleton(CurriculumCatalogue.Load())
            .AddSingleton<IActorResolver, KnownActors>()
            .AddStorage(connection)
            .AddActors().AddAccounts().AddRelationships().AddPosts().AddReactions().AddQuestions()
            .AddRemote(new RemoteOptions
            {
                PublicUrl = "https://ecole.test",
                DevelopmentDomains = DevelopmentDomains.Parse(["*.localhost"]),
                Timeout = TimeSpan.FromSeconds(3),
            })
            .AddFederationOut(new DeliveryOptions(), new NodeDescription("École", null))
            .BuildServiceProvider();

    private sealed class KnownActors(ActorLookup actors) : IActorResolver
    {
        public Task<ActorRow?> ByHandleAsync(string username, string domain, CancellationToken cancel) => actors.ByHandleAsync(username, domain, cancel);
    }
}
