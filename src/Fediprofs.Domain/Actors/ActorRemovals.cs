using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>
/// Writes <see cref="ActorRemoved"/>: everything the actor said and did goes, a tombstone stays. What others said stays.
/// </summary>
internal sealed class ActorRemovals : IRowWriter
{
    public Type Kind => typeof(ActorRemoved);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        foreach (var removed in rows.Cast<ActorRemoved>())
        {
            var key = UriKey.Of(removed.Uri);
            await writing.ExecuteAsync("insert into tombstones (uri_key, at) values ($1, $2) on conflict do nothing", cancel, key, writing.Now);
            await using var find = writing.Command("select id from actors where uri_key = $1 for update", key);
            if (await find.ExecuteScalarAsync(cancel) is not long id)
            {
                continue;
            }

            await EraseAsync(writing, id, cancel);
            writing.Changes.Add(new(ChangeKind.ActorRemoved, id));
        }
    }

    private static async Task EraseAsync(RowWriting writing, long id, CancellationToken cancel)
    {
        await writing.ExecuteAsync(
            """
            update post_counts c set boosts = c.boosts - n.boosts, favourites = c.favourites - n.favourites
            from (select post, count(*) filter (where kind = 1)::int boosts, count(*) filter (where kind = 2)::int favourites
                  from reactions where actor = $1 group by post order by post) n
            where c.post = n.post
            """, cancel, id);
        await writing.ExecuteAsync("delete from reactions where actor = $1", cancel, id);
        await writing.ExecuteAsync("delete from entries where author = $1", cancel, id);
        await writing.ExecuteAsync("insert into tombstones (uri_key, at) select uri_key, $2 from posts where author = $1 on conflict do nothing", cancel, id, writing.Now);
        await writing.ExecuteAsync(
            """
            update post_counts c set replies = greatest(0, c.replies - n.replies)
            from (select in_reply_to post, count(*)::int replies from posts where author = $1 and in_reply_to is not null group by 1 order by 1) n
            where c.post = n.post
            """, cancel, id);
        await writing.ExecuteAsync("update posts set in_reply_to = null where in_reply_to in (select id from posts where author = $1)", cancel, id);
        await writing.ExecuteAsync("delete from posts where author = $1", cancel, id);
        await writing.ExecuteAsync("delete from post_mentions where actor = $1", cancel, id);
        await writing.ExecuteAsync("delete from notifications where actor = $1 or account = $1", cancel, id);
        await writing.ExecuteAsync(
            """
            update actors a set followers_count = greatest(0, a.followers_count - 1)
            where a.id in (select followed from follows where follower = $1 and state = 1)
            """, cancel, id);
        await writing.ExecuteAsync(
            """
            update actors a set following_count = greatest(0, a.following_count - 1)
            where a.id in (select follower from follows where followed = $1 and state = 1)
            """, cancel, id);
        await writing.ExecuteAsync("delete from follows where follower = $1 or followed = $1", cancel, id);
        await writing.ExecuteAsync("delete from blocks where actor = $1 or target = $1", cancel, id);
        await writing.ExecuteAsync("delete from mutes where actor = $1 or target = $1", cancel, id);
        await writing.ExecuteAsync("delete from actor_words where actor = $1", cancel, id);
        await writing.ExecuteAsync("delete from actor_keys where actor = $1 and not exists (select from actors where id = $1 and local)", cancel, id);
        await writing.ExecuteAsync(
            """
            update actors set deleted_at = $2, username = 'deleted-' || id, url = null, display_name = '', summary = '', summary_source = null,
                avatar_url = null, avatar_alt = null, header_url = null, header_alt = null, fields = '[]', emojis = '[]',
                also_known_as = '{}', moved_to = null, academie = null, teaching_role = null, subjects = '{}', levels = '{}',
                followers_count = 0, following_count = 0, statuses_count = 0, last_post_at = null,
                discoverable = false, indexable = false
            where id = $1
            """, cancel, id, writing.Now);
    }
}
