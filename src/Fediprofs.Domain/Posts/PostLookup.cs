using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Posts;

/// <summary>Counts of a post.</summary>
/// <param name="Replies">Known answers.</param>
/// <param name="Boosts">Known boosts.</param>
/// <param name="Favourites">Known favourites.</param>
public readonly record struct PostCounts(int Replies, int Boosts, int Favourites);

/// <summary>A former text of a post.</summary>
/// <param name="At">From when it was shown.</param>
/// <param name="Title">Title of a question.</param>
/// <param name="Content">Sanitised HTML.</param>
/// <param name="Spoiler">Content warning.</param>
/// <param name="Sensitive">Media hidden at first.</param>
public sealed record FormerText(DateTimeOffset At, string? Title, string Content, string Spoiler, bool Sensitive);

/// <summary>Finds posts, local and remote alike. Says nothing about who may see them: ask <c>VisibleTo</c>.</summary>
public sealed class PostLookup(NpgsqlDataSource database)
{
    /// <summary>By snowflake.</summary>
    public async Task<PostRow?> ByIdAsync(long id, CancellationToken cancel) =>
        (await ByIdsAsync([id], cancel)).GetValueOrDefault(id);

    /// <summary>By snowflakes, in one query. Index: posts_pkey.</summary>
    public async Task<Dictionary<long, PostRow>> ByIdsAsync(IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand($"select {PostReader.Columns} from posts p where p.id = any($1)");
        command.Parameters.Add(new() { Value = ids.Distinct().ToArray() });
        return (await PostReader.AllAsync(command, cancel)).ToDictionary(p => p.Id);
    }

    /// <summary>By ActivityPub id.</summary>
    public async Task<PostRow?> ByUriAsync(string uri, CancellationToken cancel) =>
        (await ByUrisAsync([uri], cancel)).GetValueOrDefault(uri);

    /// <summary>By ActivityPub ids, in one query. Index: posts_uri_key_key.</summary>
    public async Task<Dictionary<string, PostRow>> ByUrisAsync(IReadOnlyCollection<string> uris, CancellationToken cancel)
    {
        if (uris.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand();
        return await ByUrisAsync(command, uris, cancel);
    }

    /// <summary>By ActivityPub ids inside a transaction.</summary>
    public static async Task<Dictionary<string, PostRow>> ByUrisAsync(RowWriting writing, IReadOnlyCollection<string> uris, CancellationToken cancel)
    {
        if (uris.Count == 0)
        {
            return [];
        }

        await using var command = writing.Command("");
        return await ByUrisAsync(command, uris, cancel);
    }

    /// <summary>By snowflake inside a transaction.</summary>
    public static async Task<PostRow?> ByIdAsync(RowWriting writing, long id, CancellationToken cancel)
    {
        await using var command = writing.Command($"select {PostReader.Columns} from posts p where p.id = $1", id);
        return (await PostReader.AllAsync(command, cancel)).FirstOrDefault();
    }

    /// <summary>Counts of posts, in one query; a post without a row has none. Index: post_counts_pkey.</summary>
    public async Task<Dictionary<long, PostCounts>> CountsAsync(IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        var counts = new Dictionary<long, PostCounts>(ids.Count);
        await using var command = database.CreateCommand("select post, replies, boosts, favourites from post_counts where post = any($1)");
        command.Parameters.Add(new() { Value = ids.Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            counts[reader.GetInt64(0)] = new(reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
        }

        return counts;
    }

    /// <summary>The former texts of a post, oldest first. Index: post_edits_pkey.</summary>
    public async Task<List<FormerText>> HistoryAsync(long post, CancellationToken cancel)
    {
        var texts = new List<FormerText>();
        await using var command = database.CreateCommand("select at, title, content, spoiler, sensitive from post_edits where post = $1 order by number");
        command.Parameters.Add(new() { Value = post });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            texts.Add(new(reader.GetFieldValue<DateTimeOffset>(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4)));
        }

        return texts;
    }

    /// <summary>Whether an id may never be stored (again).</summary>
    public static async Task<bool> HasTombstoneAsync(NpgsqlDataSource database, string uri, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select 1 from tombstones where uri_key = $1");
        command.Parameters.Add(new() { Value = UriKey.Of(uri) });
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    private static async Task<Dictionary<string, PostRow>> ByUrisAsync(NpgsqlCommand command, IReadOnlyCollection<string> uris, CancellationToken cancel)
    {
        command.CommandText = $"select {PostReader.Columns} from posts p where p.uri_key = any($1)";
        command.Parameters.Add(new() { Value = uris.Distinct(StringComparer.Ordinal).Select(UriKey.Of).ToArray() });
        return (await PostReader.AllAsync(command, cancel)).ToDictionary(p => p.Uri, StringComparer.Ordinal);
    }
}
