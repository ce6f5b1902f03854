using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fediprofs.Tests;

/// <summary>A database of one test with rows put there by SQL, and the row writers of the slices that a test registers.</summary>
public sealed class DomainRows : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private long at = 1000;

    private DomainRows(ServiceProvider services) => this.services = services;

    public NpgsqlDataSource Database => services.GetRequiredService<NpgsqlDataSource>();

    public SnowflakeIds Ids => services.GetRequiredService<SnowflakeIds>();

    public static async Task<DomainRows> OpenAsync(TestPostgres postgres, Action<IServiceCollection> slices)
    {
        var connection = await postgres.CloneAsync("domain_rows", async text =>
        {
            await using var database = NpgsqlDataSource.Create(text);
            await Migrations.RunAsync(database, CancellationToken.None);
        });
        var all = new ServiceCollection()
            .AddStorage(connection)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new SnowflakeIds(TimeProvider.System, 1))
            .AddSingleton(new InstanceUris("ecole.test", "https://ecole.test"))
            .AddLogging();
        slices(all);
        return new(all.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Somebody; an empty domain lives here.</summary>
    public async Task<long> ActorAsync(string name, string domain = "", bool locked = false, bool indexable = false, string? academie = null)
    {
        var id = ++at;
        await SqlAsync(
            """
            insert into actors (id, uri, uri_key, local, kind, username, domain, display_name, inbox, locked, indexable, discoverable, academie, created_at)
            values ($1, $2, $3, $4, 1, $5, $6, $5, $2 || '/inbox', $7, $8, true, $9::text, now())
            """,
            id, Uri(name, domain), UriKey.Of(Uri(name, domain)), domain.Length == 0, name, domain, locked, indexable, academie);
        if (domain.Length == 0)
        {
            await SqlAsync("insert into accounts (id, role, opened_at) values ($1, $2, now())", id, (short)AccountRole.Member);
        }

        return id;
    }

    public static string Uri(string name, string domain = "") => $"https://{(domain.Length == 0 ? "ecole.test" : domain)}/actors/{name}";

    /// <summary>A post with its entry; ids grow with each call.</summary>
    public async Task<long> PostAsync(
        long author, Visibility visibility = Visibility.Public, long? parent = null, string content = "<p>Bonjour</p>", string[]? tags = null,
        long[]? mentions = null, bool media = false, bool silent = false, long? id = null)
    {
        var post = id ?? Ids.Next();
        var uri = $"https://ecole.test/posts/{post}";
        await SqlAsync(
            """
            insert into posts (id, uri, uri_key, author, local, kind, visibility, in_reply_to, in_reply_to_uri, in_reply_to_author, thread, content, tags, tag_names, attachments, published_at)
            select $1, $2, $3, $4, a.local, 1, $5, p.id, p.uri, p.author, coalesce(p.thread, $1), $6, $7, $7, $8::jsonb, now()
            from actors a left join posts p on p.id = $9::bigint where a.id = $4
            """,
            post, uri, UriKey.Of(uri), author, (short)visibility, content, tags ?? [], media ? """[{"type":"image","url":"https://x.test/1"}]""" : "[]", parent);
        await SqlAsync("insert into entries select id, author, id, case when in_reply_to_uri is null then 0 else 2 end, visibility, local from posts where id = $1", post);
        await SqlAsync("insert into post_counts (post) values ($1)", post);
        foreach (var actor in mentions ?? [])
        {
            await SqlAsync("insert into post_mentions (post, actor, silent) values ($1, $2, $3)", post, actor, silent);
        }

        return post;
    }

    /// <summary>A boost with its entry.</summary>
    public async Task<long> BoostAsync(long actor, long post)
    {
        var id = Ids.Next();
        await SqlAsync("insert into reactions (actor, post, kind, id, created_at) values ($1, $2, 1, $3, now())", actor, post, id);
        await SqlAsync("insert into entries values ($1, $2, $3, 1, 0, true)", id, actor, post);
        return id;
    }

    public Task FollowAsync(long follower, long followed, bool accepted = true, bool showBoosts = true, bool notify = false) => SqlAsync(
        "insert into follows (follower, followed, id, state, show_boosts, notify, created_at) values ($1, $2, $3, $4, $5, $6, now())",
        follower, followed, Ids.Next(), (short)(accepted ? 1 : 0), showBoosts, notify);

    public Task BlockAsync(long actor, long target) =>
        SqlAsync("insert into blocks (actor, target, id, created_at) values ($1, $2, $3, now())", actor, target, Ids.Next());

    public Task MuteAsync(long actor, long target, bool notifications = true) =>
        SqlAsync("insert into mutes (actor, target, id, hide_notifications, created_at) values ($1, $2, $3, $4, now())", actor, target, Ids.Next(), notifications);

    /// <summary>Tells the readers of changes.</summary>
    public Task TellAsync(ChangeKind kind, long actor, long? post = null, long? related = null) =>
        SqlAsync("insert into changes (kind, actor, post, related, at) values ($1, $2, $3::bigint, $4::bigint, now())", (short)kind, actor, post, related);

    /// <summary>Writes row changes in a transaction of their own, as the inbox does; answers what was told and what is to be sent.</summary>
    public async Task<RowWriting> WriteAsync(params RowChange[] rows)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var writing = new RowWriting(connection, transaction, Ids, TimeProvider.System.GetUtcNow());
        await Get<RowWriters>().WriteAsync(writing, rows, CancellationToken.None);
        await Commit.WriteOutgoingAsync(writing, CancellationToken.None);
        await Commit.WriteChangesAsync(writing, CancellationToken.None);
        await transaction.CommitAsync();
        return writing;
    }

    public async Task SqlAsync(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> ScalarAsync<T>(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default : (T)value;
    }

    public async ValueTask DisposeAsync() => await services.DisposeAsync();

    private NpgsqlCommand Command(string sql, object?[] parameters)
    {
        var command = Database.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
