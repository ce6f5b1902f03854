using System.Text;
using Npgsql;

namespace Fediprofs.Domain.Search;

/// <summary>Finds people by the beginnings of their names.</summary>
public sealed class AccountSearch(NpgsqlDataSource database)
{
    /// <summary>
    /// People whose handle or name has words that begin as written, an exact handle first, then people from here, then those
    /// whom the viewer follows, then the most followed. A part after an @ narrows to servers that begin so. Index: actor_words_words.
    /// </summary>
    /// <param name="viewer">Who searches; 0 for nobody.</param>
    /// <param name="text">As typed, such as <c>mart</c>, <c>@martin@exa</c> or <c>Léa Mar</c>.</param>
    /// <param name="onlyFollowed">Only whom the viewer follows.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="offset">Without the first so many.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Ids of actors.</returns>
    public async Task<IReadOnlyList<long>> FindAsync(long viewer, string text, bool onlyFollowed, int limit, int offset, CancellationToken cancel)
    {
        var name = text.Trim().TrimStart('@');
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var server = at < 0 ? "" : name[(at + 1)..].ToLowerInvariant();
        name = at < 0 ? name : name[..at];
        var words = Words(name);
        if (words.Length == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand(
            $"""
            select a.id from actor_words w join actors a on a.id = w.actor
            left join follows f on f.follower = $1 and f.followed = a.id and f.state = 1
            where w.words @@ to_tsquery('simple', folded($2)) and a.deleted_at is null and a.suspended_at is null and a.kind <> 3
                and ($4 = '' or starts_with(a.domain, $4))
                and not exists (select from blocks b where b.actor = a.id and b.target = $1)
                {(onlyFollowed ? "and f.id is not null" : "")}
            order by lower(a.username) = lower($3) desc, a.local desc, f.id is not null desc, a.followers_count desc, a.id
            limit $5 offset $6
            """);
        foreach (var value in new object[] { viewer, words, name, server, limit, offset })
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await Ids.ReadAsync(command, cancel);
    }

    /// <summary>The words as a query for beginnings; nothing of what is typed is an operator.</summary>
    private static string Words(string name)
    {
        var query = new StringBuilder();
        foreach (var word in new string([.. name.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8))
        {
            query.Append(query.Length == 0 ? "" : " & ").Append(word).Append(":*");
        }

        return query.ToString();
    }
}

/// <summary>Reads ids.</summary>
internal static class Ids
{
    public static async Task<IReadOnlyList<long>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
