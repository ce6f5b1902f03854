using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Keeps <c>posts.thread</c> true: the id of the first known post of the tree.</summary>
internal static class PostThreads
{
    /// <summary>Posts found their parent: count them there, and give their trees the parent's thread.</summary>
    public static async Task JoinAsync(RowWriting writing, IReadOnlyList<long> adopted, CancellationToken cancel)
    {
        await writing.ExecuteAsync(
            """
            update post_counts c set replies = c.replies + n.replies
            from (select in_reply_to post, count(*)::int replies from posts where id = any($1) group by 1 order by 1) n where c.post = n.post
            """, cancel, adopted.ToArray());

        // An adopted post was the root of its tree, so its thread is its own id. A parent may have been adopted in the same
        // batch: repeat until the trees hang together (the depth of the chain at most).
        while (await writing.ExecuteAsync(
            """
            update posts x set thread = p.thread
            from posts c join posts p on p.id = c.in_reply_to
            where c.id = any($1) and c.thread <> p.thread and x.thread = c.thread
            """, cancel, adopted.ToArray()) > 0)
        {
        }
    }

    /// <summary>A post is about to go: each answer to it becomes the beginning of its own thread.</summary>
    public static async Task SplitAsync(RowWriting writing, long removed, CancellationToken cancel)
    {
        await writing.ExecuteAsync(
            """
            with recursive tree as (
                select id, id as root from posts where in_reply_to = $1
                union all
                select p.id, t.root from posts p join tree t on p.in_reply_to = t.id
            )
            update posts p set thread = t.root from tree t where p.id = t.id
            """, cancel, removed);
        await writing.ExecuteAsync("update posts set in_reply_to = null, in_reply_to_author = null where in_reply_to = $1", cancel, removed);
    }
}
