using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Federation.Documents;

/// <summary>What an author published: a post, or a boost of one.</summary>
/// <param name="Id">The entry's id: the page's cursor.</param>
/// <param name="Post">The post.</param>
/// <param name="IsBoost">Whether it is a boost.</param>
/// <param name="Visibility">Of the boost.</param>
internal sealed record PublishedEntry(long Id, long Post, bool IsBoost, Visibility Visibility);

/// <summary>Reads the pages of collections by key: ids only, what everybody may see only.</summary>
internal sealed class CollectionRows(NpgsqlDataSource database)
{
    public const int PerPage = 40;

    /// <summary>Public posts and boosts of an author, newest first. Index: entries_author.</summary>
    public Task<List<PublishedEntry>> PublishedAsync(long author, long below, CancellationToken cancel) => ReadAsync(
        "select id, post, kind = 1, visibility from entries where author = $1 and id < $2 and visibility <= 1 order by id desc limit $3",
        r => new PublishedEntry(r.GetInt64(0), r.GetInt64(1), r.GetBoolean(2), (Visibility)r.GetInt16(3)), cancel, author, below, PerPage);

    /// <summary>Followers of an actor, newest first: cursor and ActivityPub id. Index: follows_followed.</summary>
    public Task<List<(long Id, string Uri)>> FollowersAsync(long actor, long below, CancellationToken cancel) => UrisAsync(
        "select f.id, a.uri from follows f join actors a on a.id = f.follower where f.followed = $1 and f.state = 1 and f.id < $2 and a.deleted_at is null order by f.id desc limit $3",
        actor, below, cancel);

    /// <summary>Whom an actor follows, newest first. Index: follows_follower.</summary>
    public Task<List<(long Id, string Uri)>> FollowingAsync(long actor, long below, CancellationToken cancel) => UrisAsync(
        "select f.id, a.uri from follows f join actors a on a.id = f.followed where f.follower = $1 and f.state = 1 and f.id < $2 and a.deleted_at is null order by f.id desc limit $3",
        actor, below, cancel);

    /// <summary>Public answers to a post, local and remote, oldest first. Index: posts_in_reply_to.</summary>
    public Task<List<(long Id, string Uri)>> RepliesAsync(long post, long above, CancellationToken cancel) => UrisAsync(
        "select p.id, p.uri from posts p join actors a on a.id = p.author where p.in_reply_to = $1 and p.id > $2 and p.visibility <= 1 and a.suspended_at is null order by p.id limit $3",
        post, above, cancel);

    /// <summary>Public posts of a thread in order. Index: posts_thread.</summary>
    public Task<List<(long Id, string Uri)>> ThreadAsync(long thread, long above, CancellationToken cancel) => UrisAsync(
        "select p.id, p.uri from posts p join actors a on a.id = p.author where p.thread = $1 and p.id > $2 and p.visibility <= 1 and a.suspended_at is null order by p.id limit $3",
        thread, above, cancel);

    /// <summary>How many rows a condition counts.</summary>
    public async Task<long> CountAsync(string sql, long id, CancellationToken cancel) => (await ReadAsync(sql, r => r.GetInt64(0), cancel, id))[0];

    /// <summary>A public boost by a local actor; null when there is none. Index: reactions_id.</summary>
    public async Task<(long Actor, long Post, string Uri, Visibility Visibility, DateTimeOffset At)?> BoostAsync(long id, CancellationToken cancel)
    {
        var found = await ReadAsync(
            "select r.actor, r.post, r.activity_uri, r.visibility, r.created_at from reactions r where r.id = $1 and r.kind = 1 and r.visibility <= 1 and r.activity_uri is not null",
            r => (r.GetInt64(0), r.GetInt64(1), r.GetString(2), (Visibility)r.GetInt16(3), r.GetFieldValue<DateTimeOffset>(4)), cancel, id);
        return found is [var boost] ? boost : null;
    }

    private Task<List<(long Id, string Uri)>> UrisAsync(string sql, long of, long cursor, CancellationToken cancel) =>
        ReadAsync(sql, r => (r.GetInt64(0), r.GetString(1)), cancel, of, cursor, PerPage);

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
