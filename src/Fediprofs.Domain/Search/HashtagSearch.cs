using Fediprofs.ActivityPub.Vocabulary;
using Npgsql;

namespace Fediprofs.Domain.Search;

/// <summary>A hashtag that was found.</summary>
/// <param name="Tag">Normalised.</param>
/// <param name="Name">As last written, without #.</param>
public sealed record FoundHashtag(string Tag, string Name);

/// <summary>Finds hashtags in use.</summary>
public sealed class HashtagSearch(NpgsqlDataSource database)
{
    /// <summary>So many of the newest public posts with hashtags are looked through for beginnings.</summary>
    private const int Recent = 3000;

    /// <summary>
    /// Hashtags that begin so, among those of recent public posts, the most used first; and the hashtag itself, whenever it
    /// was used. Index: posts_tagged, posts_tags.
    /// </summary>
    /// <param name="text">As typed, with or without #.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="offset">Without the first so many.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<FoundHashtag>> FindAsync(string text, int limit, int offset, CancellationToken cancel)
    {
        var tag = HashtagName.Normalize(text);
        if (string.IsNullOrEmpty(tag))
        {
            return [];
        }

        await using var command = database.CreateCommand(
            $"""
            with recent as (
                select p.id, t.tag, coalesce(p.tag_names[t.n], t.tag) as name
                from (select id, tags, tag_names from posts where visibility = 0 and tags <> '{"{}"}' order by id desc limit {Recent}) p
                cross join lateral unnest(p.tags) with ordinality as t(tag, n)
                where starts_with(t.tag, $1)
                union all
                (select p.id, $1, coalesce(p.tag_names[array_position(p.tags, $1)], $1) from posts p where p.visibility = 0 and p.tags @> array[$1] order by p.id desc limit 1)
            )
            select tag, (array_agg(name order by id desc))[1] from recent
            group by tag order by tag = $1 desc, count(*) desc, tag limit $2 offset $3
            """);
        foreach (var value in new object[] { tag, limit, offset })
        {
            command.Parameters.Add(new() { Value = value });
        }

        var found = new List<FoundHashtag>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new(reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }
}
