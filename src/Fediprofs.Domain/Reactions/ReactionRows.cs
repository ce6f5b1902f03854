using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Reactions;

/// <summary>Writes <see cref="ReactionAdded"/>: only what is new is counted, listed and told.</summary>
internal sealed class ReactionAdditions : IRowWriter
{
    public Type Kind => typeof(ReactionAdded);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        var wanted = rows.Cast<ReactionAdded>().DistinctBy(r => (r.Post, r.Kind, r.Actor)).OrderBy(r => r.Post).ThenBy(r => r.Actor).ToList();
        var local = wanted.ToDictionary(r => r.Id, r => r.Local);
        await using var command = writing.Command(
            """
            insert into reactions (actor, post, kind, id, visibility, activity_uri, activity_key, created_at)
            select n.actor, n.post, n.kind, n.id, n.visibility, n.uri, n.key, n.at
            from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::text[], $7::uuid[], $8::timestamptz[])
                as n(actor, post, kind, id, visibility, uri, key, at)
            join posts p on p.id = n.post
            where not exists (select from tombstones t where t.uri_key = n.key)
            on conflict (post, kind, actor) do nothing
            returning actor, post, kind, id, visibility
            """,
            wanted.Select(r => r.Actor).ToArray(),
            wanted.Select(r => r.Post).ToArray(),
            wanted.Select(r => (short)r.Kind).ToArray(),
            wanted.Select(r => r.Id).ToArray(),
            wanted.Select(r => (short)r.Visibility).ToArray(),
            wanted.Select(r => r.ActivityUri).ToArray(),
            wanted.Select(r => r.ActivityUri is null ? (Guid?)null : UriKey.Of(r.ActivityUri)).ToArray(),
            wanted.Select(r => r.At).ToArray());
        var added = new List<(long Actor, long Post, ReactionKind Kind, long Id, short Visibility)>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                added.Add((reader.GetInt64(0), reader.GetInt64(1), (ReactionKind)reader.GetInt16(2), reader.GetInt64(3), reader.GetInt16(4)));
            }
        }

        if (added.Count == 0)
        {
            return;
        }

        await ReactionCounts.AddAsync(writing, added.Select(a => (a.Post, a.Kind, 1)), cancel);
        var boosts = added.Where(a => a.Kind == ReactionKind.Boost).ToList();
        if (boosts.Count > 0)
        {
            await writing.ExecuteAsync(
                """
                insert into entries (id, author, post, kind, visibility, local)
                select id, author, post, 1, visibility, local
                from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bool[]) as t(id, author, post, visibility, local)
                on conflict do nothing
                """,
                cancel, boosts.Select(b => b.Id).ToArray(), boosts.Select(b => b.Actor).ToArray(), boosts.Select(b => b.Post).ToArray(),
                boosts.Select(b => b.Visibility).ToArray(), boosts.Select(b => local[b.Id]).ToArray());
        }

        foreach (var a in added)
        {
            writing.Changes.Add(a.Kind switch
            {
                ReactionKind.Boost => new(ChangeKind.Boosted, a.Actor, a.Post, a.Id),
                ReactionKind.Favourite => new(ChangeKind.Favourited, a.Actor, a.Post),
                _ => new(ChangeKind.Bookmarked, a.Actor, a.Post),
            });
        }
    }
}

/// <summary>Writes <see cref="ReactionRemoved"/>.</summary>
internal sealed class ReactionRemovals : IRowWriter
{
    public Type Kind => typeof(ReactionRemoved);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        foreach (var removed in rows.Cast<ReactionRemoved>())
        {
            Guid? key = removed.ActivityUri is null ? null : UriKey.Of(removed.ActivityUri);
            if (key is not null)
            {
                await Tombstone.SetAsync(writing, key.Value, cancel);
            }

            await using var command = writing.Command(
                """
                with gone as (
                    delete from reactions where actor = $1 and ((post = $2 and kind = $3) or activity_key = $4)
                    returning actor, post, kind, id
                ), entry as (delete from entries e using gone g where g.kind = 1 and e.id = g.id)
                select actor, post, kind, id from gone
                """, removed.Actor, removed.Post, (short?)removed.Kind, key);
            command.Parameters[1].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint;
            command.Parameters[2].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Smallint;
            command.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
            var gone = new List<(long Actor, long Post, ReactionKind Kind, long Id)>();
            await using (var reader = await command.ExecuteReaderAsync(cancel))
            {
                while (await reader.ReadAsync(cancel))
                {
                    gone.Add((reader.GetInt64(0), reader.GetInt64(1), (ReactionKind)reader.GetInt16(2), reader.GetInt64(3)));
                }
            }

            await ReactionCounts.AddAsync(writing, gone.Select(g => (g.Post, g.Kind, -1)), cancel);
            foreach (var g in gone)
            {
                writing.Changes.Add(g.Kind switch
                {
                    ReactionKind.Boost => new(ChangeKind.BoostUndone, g.Actor, g.Post, g.Id),
                    ReactionKind.Favourite => new(ChangeKind.FavouriteUndone, g.Actor, g.Post),
                    _ => new(ChangeKind.Bookmarked, g.Actor, g.Post),
                });
            }
        }
    }
}

/// <summary>Moves the counts: one update a post and commit.</summary>
internal static class ReactionCounts
{
    public static async Task AddAsync(RowWriting writing, IEnumerable<(long Post, ReactionKind Kind, int By)> moves, CancellationToken cancel)
    {
        var sums = moves.Where(m => m.Kind != ReactionKind.Bookmark)
            .GroupBy(m => m.Post)
            .OrderBy(g => g.Key)
            .Select(g => (Post: g.Key, Boosts: g.Where(m => m.Kind == ReactionKind.Boost).Sum(m => m.By), Favourites: g.Where(m => m.Kind == ReactionKind.Favourite).Sum(m => m.By)))
            .ToList();
        if (sums.Count == 0)
        {
            return;
        }

        await writing.ExecuteAsync(
            """
            update post_counts c set boosts = greatest(0, c.boosts + n.boosts), favourites = greatest(0, c.favourites + n.favourites)
            from unnest($1::bigint[], $2::int[], $3::int[]) as n(post, boosts, favourites) where c.post = n.post
            """,
            cancel, sums.Select(s => s.Post).ToArray(), sums.Select(s => s.Boosts).ToArray(), sums.Select(s => s.Favourites).ToArray());
    }
}
