using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Search;

/// <summary>Finds posts by their words.</summary>
public sealed class PostSearch(NpgsqlDataSource database)
{
    /// <summary>
    /// One's own posts, those that mention one, and public posts of authors who may be searched, newest first; never what the
    /// viewer may not see or hides. The text is read as people write to search engines: quotes, <c>or</c>, a minus. Index: post_words_words.
    /// </summary>
    /// <param name="viewer">Who searches; <see cref="VisibleTo.Anyone"/> for nobody.</param>
    /// <param name="text">As typed.</param>
    /// <param name="author">Only posts of this actor.</param>
    /// <param name="page">Which page, by post id.</param>
    /// <param name="offset">Without the first so many.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Ids of posts.</returns>
    public async Task<IReadOnlyList<long>> FindAsync(long viewer, string text, long? author, Paging page, int offset, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select p.id from post_words w join posts p on p.id = w.post join actors a on a.id = p.author
            where w.words @@ (websearch_to_tsquery('french', folded($2)) || websearch_to_tsquery('simple', folded($2)))
                and p.id < $3 and p.id > $4 and ($5 = 0 or p.author = $5)
                and (p.author = $1 or (p.visibility = 0 and a.indexable) or exists (select from post_mentions m where m.post = p.id and m.actor = $1))
                and {VisibleTo.Sql("$1", "p")}
                and not exists (select from blocks b where b.actor = $1 and b.target = p.author)
                and not exists (select from mutes m where m.actor = $1 and m.target = p.author and (m.expires_at is null or m.expires_at > now()))
            order by p.id {page.Order} limit $6 offset $7
            """);
        foreach (var value in new object[] { viewer, text, page.Below, page.Above, author ?? 0L, page.Limit, offset })
        {
            command.Parameters.Add(new() { Value = value });
        }

        return page.NewestFirst(await Ids.ReadAsync(command, cancel));
    }
}
