using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Counts posts of an author, and what became of a post, again.</summary>
internal sealed class PostRecount : IRecount
{
    /// <summary>Index: posts_author.</summary>
    public async Task<bool> RecountAsync(RowWriting writing, long actor, CancellationToken cancel) =>
        await writing.ExecuteAsync(
            """
            update actors a set statuses_count = n.posts, last_post_at = greatest(a.last_post_at, n.last)
            from (select count(*)::int posts, max(published_at) last from posts where author = $1) n
            where a.id = $1 and (a.statuses_count <> n.posts or n.last > a.last_post_at or (a.last_post_at is null and n.last is not null))
            """, cancel, actor) > 0;
}

/// <summary>Counts of posts of which the locks are held.</summary>
public static class PostRecounts
{
    /// <summary>
    /// Counts answers, boosts and favourites again, and answers whether a count was wrong. Whoever adds one holds the post's lock
    /// or moves the count in the same transaction. Indexes: posts_in_reply_to, reactions_pkey.
    /// </summary>
    public static async Task<bool> RecountAsync(RowWriting writing, IReadOnlyCollection<long> posts, CancellationToken cancel)
    {
        var sorted = posts.Distinct().Order().ToArray();
        await writing.ExecuteAsync("insert into post_counts (post) select id from posts where id = any($1) order by id on conflict do nothing", cancel, sorted);
        await writing.ExecuteAsync("select 1 from post_counts where post = any($1) order by post for update", cancel, sorted);
        return await writing.ExecuteAsync(
            """
            update post_counts c set replies = n.replies, boosts = n.boosts, favourites = n.favourites
            from (select p id,
                    (select count(*)::int from posts where in_reply_to = p) replies,
                    (select count(*)::int from reactions where post = p and kind = 1) boosts,
                    (select count(*)::int from reactions where post = p and kind = 2) favourites
                from unnest($1::bigint[]) p) n
            where c.post = n.id and (c.replies, c.boosts, c.favourites) <> (n.replies, n.boosts, n.favourites)
            """, cancel, sorted) > 0;
    }
}
