using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using DomainAlgorithm = Fediprofs.Domain.Actors.KeyAlgorithm;

namespace Fediprofs.Tests.Federation.Inbox;

/// <summary>
/// The instance of the collected activities: salle.example with ines and her three notes, listening on loopback. Its outside is made
/// of signed requests; nobody outside can be fetched unless a test says who answers.
/// </summary>
public sealed class InboxWorld : IAsyncDisposable
{
    public const string Ines = "https://salle.example/users/ines";
    public const string Question = "https://salle.example/notes/1";

    public static string Vectors { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../Fediprofs.ActivityPub.Tests/Vectors"));

    private static readonly Lazy<RsaSigningKey> Shared = new(() => RsaKeys.ImportPrivatePem(
        JsonNode.Parse(File.ReadAllText(Path.Combine(Vectors, "cavage.json")))!["keys"]!["own-rsa-shared"]!["privateKeyPem"]!.GetValue<string>()));

    private readonly InstanceHost host;
    private readonly HttpClient client;

    private InboxWorld(InstanceHost host, HttpClient client) => (this.host, this.client) = (host, client);

    public static RsaSigningKey Key => Shared.Value;

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public long InesId { get; private set; }

    public static async Task<InboxWorld> StartAsync(TestPostgres postgres, TimeProvider? time = null, Action<IServiceCollection>? more = null, string? connection = null)
    {
        connection ??= await DatabaseAsync(postgres);
        var host = await BuildAsync(connection, time, more);
        await host.App.StartAsync();
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var world = new InboxWorld(host, new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(address) });
        await world.FurnishAsync();
        return world;
    }

    /// <summary>A database with the schema, for worlds that share one.</summary>
    public static Task<string> DatabaseAsync(TestPostgres postgres) => postgres.CloneAsync("inbox_world", async text =>
    {
        await using var prepared = await BuildAsync(text, null, null);
    });

    /// <summary>Empties the database for the next case and furnishes it anew: cheaper than another instance.</summary>
    public async Task ResetAsync()
    {
        await SettledAsync();
        for (var emptied = false; !emptied;)
        {
            try
            {
                await using var connection = await Database.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                // Whoever is at work beside us may wait for a table that we hold already, out of PostgreSQL's sight: give way and come back.
                await using var patience = new NpgsqlCommand("set local lock_timeout = '500ms'", connection, transaction);
                await patience.ExecuteNonQueryAsync();
                await using var command = new NpgsqlCommand(
                    """
                    truncate actors, actor_keys, follows, blocks, posts, post_mentions, post_edits, post_counts, entries, reactions, tombstones, notifications,
                        changes, inbox_seen, inbox_journal, inbox_pending, inbox_waiting, inbox_failed, outgoing cascade
                    """, connection, transaction);
                await command.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
                emptied = true;
            }
            catch (PostgresException running) when (running.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable)
            {
                // A reader of changes was at work beside us.
            }
        }

        await FurnishAsync();
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Stores an actor of another server with the shared key.</summary>
    public async Task<long> ActorAsync(string uri, bool followed = true, ActorKind kind = ActorKind.Person)
    {
        var id = Get<SnowflakeIds>().Next();
        var now = Get<TimeProvider>().GetUtcNow();
        var row = new ActorRow
        {
            Id = id,
            Uri = uri,
            Local = false,
            Kind = kind,
            Username = $"u{id}",
            Domain = new Uri(uri).Authority,
            Inbox = uri + "/inbox",
            FollowersUri = uri + "/followers",
            CreatedAt = now.AddDays(-30),
            FetchedAt = now,
        };
        await WriteAsync(new ActorStored(row, [new(KeyId(uri), DomainAlgorithm.Rsa, Key.PublicKey.Export())]));
        var stored = (await Get<ActorLookup>().ByUriAsync(uri, CancellationToken.None))!;
        if (followed)
        {
            await WriteAsync(new FollowSet(InesId, stored.Id, Get<SnowflakeIds>().Next(), FollowState.Accepted, $"https://salle.example/follows/{stored.Id}", now));
        }

        return stored.Id;
    }

    public async Task WriteAsync(params RowChange[] rows) => await Get<Commit>().RunAsync<bool>(
        [],
        work =>
        {
            work.Want(rows);
            return Task.FromResult<Outcome<bool>>(true);
        },
        CancellationToken.None);

    public static string KeyId(string actor) => $"{actor}#main-key";

    public Task<HttpResponseMessage> SendAsync(JsonNode activity, string? signer = null) =>
        SendAsync(Encoding.UTF8.GetBytes(activity.ToJsonString()), signer ?? activity["actor"]!.GetValue<string>());

    /// <summary>Posts bytes to the shared inbox, signed as Mastodon does.</summary>
    public Task<HttpResponseMessage> SendAsync(byte[] body, string signer, RsaSigningKey? key = null, DateTimeOffset? at = null) =>
        client.SendAsync(Request(body, signer, key, at));

    public HttpRequestMessage Request(byte[] body, string signer, RsaSigningKey? key = null, DateTimeOffset? at = null)
    {
        var request = Unsigned(body);
        var signed = new OutgoingRequest("POST", "http", "salle.example", "/inbox") { BodySha256 = SHA256.HashData(body), ContentType = "application/activity+json" };
        foreach (var field in CavageSigner.Sign(signed, KeyId(signer), key ?? Key, at ?? Get<TimeProvider>().GetUtcNow()))
        {
            request.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }

        return request;
    }

    public static HttpRequestMessage Unsigned(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/inbox") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/activity+json");
        request.Headers.Host = "salle.example";
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request);

    /// <summary>Sends and waits for its effects.</summary>
    public async Task<HttpStatusCode> TakesAsync(JsonNode activity, string? signer = null)
    {
        using var response = await SendAsync(activity, signer);
        await SettledAsync();
        return response.StatusCode;
    }

    /// <summary>Waits until nothing is pending.</summary>
    public async Task SettledAsync()
    {
        for (var i = 0; i < 1000; i++)
        {
            if (await ScalarAsync<long>("select count(*) from inbox_pending") == 0)
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("The inbox did not come to rest.");
    }

    public Task<PostRow?> PostAsync(string uri) => Get<PostLookup>().ByUriAsync(uri, CancellationToken.None);

    public async Task<T?> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        var value2 = await command.ExecuteScalarAsync();
        return value2 is null or DBNull ? default : (T)value2;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    private static Task<InstanceHost> BuildAsync(string connection, TimeProvider? time, Action<IServiceCollection>? more) => InstanceHost.BuildAsync(
        new InstanceSettings { Domain = "salle.example", PublicUrl = "https://salle.example", ConnectionString = connection, Urls = "http://127.0.0.1:0" },
        new HostOptions
        {
            Time = time,
            LogLevel = LogLevel.Warning,
            Configure = builder =>
            {
                builder.Services.AddSingleton<IRequestSigner, NoSignature>();
                builder.Services.AddRemote(new RemoteOptions { PublicUrl = "https://salle.example", DevelopmentDomains = DevelopmentDomains.Parse(["*.localhost"]), Timeout = TimeSpan.FromSeconds(3) });
                builder.Services.AddSingleton<HostResolver>((_, _) => Task.FromResult(Array.Empty<IPAddress>()));
                more?.Invoke(builder.Services);
            },
        });

    private async Task FurnishAsync()
    {
        if (await Get<ActorLookup>().ByUriAsync(Ines, CancellationToken.None) is { } known)
        {
            InesId = known.Id;
            return;
        }

        var ids = Get<SnowflakeIds>();
        var now = Get<TimeProvider>().GetUtcNow();
        InesId = ids.Next();
        await WriteAsync(new ActorStored(
            new ActorRow { Id = InesId, Uri = Ines, Local = true, Kind = ActorKind.Person, Username = "ines", Domain = "", FollowersUri = Ines + "/followers", CreatedAt = now, UpdatedAt = now },
            null));
        PostRow Note(int n, Visibility visibility) => new()
        {
            Id = ids.At(now.AddMinutes(n - 10)),
            Uri = $"https://salle.example/notes/{n}",
            Author = InesId,
            Local = true,
            Visibility = visibility,
            Content = $"<p>note {n}</p>",
            PublishedAt = now.AddMinutes(n - 10),
            IsQuestion = n == 1,
            QuestionState = n == 1 ? QuestionState.Open : null,
        };
        await WriteAsync(new PostAdded(Note(1, Visibility.Public)), new PostAdded(Note(2, Visibility.Followers)), new PostAdded(Note(3, Visibility.Public)), new PostAdded(Note(9, Visibility.Public)));
    }

    /// <summary>A world for a class of tests.</summary>
    public sealed class Fixture(TestPostgres postgres) : IAsyncLifetime
    {
        public InboxWorld World { get; private set; } = null!;

        public async ValueTask InitializeAsync() => World = await StartAsync(postgres);

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }

    private sealed class NoSignature : IRequestSigner
    {
        public IReadOnlyList<KeyValuePair<string, string>> Sign(HttpMethod method, Uri target, ReadOnlyMemory<byte>? body) => [];
    }
}
