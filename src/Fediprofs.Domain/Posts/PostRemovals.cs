using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Posts;

/// <summary>Writes <see cref="PostRemoved"/> and <see cref="TombstoneSet"/>.</summary>
internal sealed class PostRemovals : IRowWriter
{
    public Type Kind => typeof(PostRemoved);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        foreach (var removed in rows.Cast<PostRemoved>().OrderBy(r => UriKey.LockOf(r.Uri)))
        {
            var key = UriKey.Of(removed.Uri);
            await using var find = writing.Command("select id, author, in_reply_to from posts where uri_key = $1 for update", key);
            long? id = null, author = null, parent = null;
            await using (var reader = await find.ExecuteReaderAsync(cancel))
            {
                if (await reader.ReadAsync(cancel))
                {
                    (id, author, parent) = (reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
                }
            }

            if (author is not null && author != removed.Author)
            {
                continue;
            }

            await Tombstone.SetAsync(writing, key, cancel);
            if (id is null)
            {
                continue;
            }

            await PostThreads.SplitAsync(writing, id.Value, cancel);
            // The author before the parent, as additions do: the other way round the two would wait for each other.
            await writing.ExecuteAsync("update actors set statuses_count = greatest(0, statuses_count - 1) where id = $1", cancel, author);
            if (parent is not null)
            {
                await writing.ExecuteAsync("update post_counts set replies = greatest(0, replies - 1) where post = $1", cancel, parent);
            }

            await writing.ExecuteAsync("delete from posts where id = $1", cancel, id);
            writing.Changes.Add(new(ChangeKind.PostRemoved, author!.Value, id, parent));
        }
    }
}

/// <summary>Writes <see cref="TombstoneSet"/>.</summary>
internal sealed class Tombstones : IRowWriter
{
    public Type Kind => typeof(TombstoneSet);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel) =>
        await writing.ExecuteAsync(
            "insert into tombstones (uri_key, at) select k, $2 from (select unnest($1::uuid[]) k order by 1) s on conflict do nothing",
            cancel, rows.Cast<TombstoneSet>().Select(t => UriKey.Of(t.Uri)).Distinct().ToArray(), writing.Now);
}
