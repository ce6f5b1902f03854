using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using JasperFx.Events;

namespace Fediprofs.Domain.Reactions;

/// <summary>Puts the rows of boosts by local people right: the reaction, its entry, the post's counts.</summary>
internal sealed class BoostRebuild(RowWriters writers, InstanceUris uris) : IRebuild
{
    public string Streams => "boost-";

    public IEnumerable<long> LocksOf(string stream, IReadOnlyList<IEvent> events) =>
        events.Select(e => e.Data).OfType<PostBoosted>().Select(b => UriKey.LockOf(b.PostUri)).Take(1);

    public async Task<bool> RebuildAsync(RowWriting writing, string stream, IReadOnlyList<IEvent> events, CancellationToken cancel)
    {
        var state = events.Aggregate((LocalBoost?)null, (s, e) => LocalBoosts.Next(s, stream, e.Data, e.Timestamp));
        var boosts = events.Select(e => e.Data).OfType<PostBoosted>().ToList();
        if (state is null || boosts.Count == 0)
        {
            return false;
        }

        var (actor, post) = (boosts[^1].Actor, boosts[^1].Post);
        var stored = await StoredAsync(writing, actor, post, cancel);
        if (stored is { } id && id != state.Boost?.Boost)
        {
            // Undone in the events, or a row of a boost that is none: the reader never sees a right one go.
            await writers.WriteAsync(writing, [new ReactionRemoved(actor, post, ReactionKind.Boost, null)], cancel);
        }

        var alive = (await ActorLookup.ByIdsAsync(writing, [actor], cancel)).GetValueOrDefault(actor) is { DeletedAt: null };
        var repaired = stored is not null && stored != state.Boost?.Boost;
        if (alive && state.Boost is { } boost)
        {
            var row = LocalBoosts.RowOf(boost, state.At, uris);
            await writers.WriteAsync(writing, [row], cancel);
            repaired |= writing.Changes.Count > 0;
            repaired |= await writing.ExecuteAsync(
                """
                insert into entries (id, author, post, kind, visibility, local)
                select id, actor, post, 1, visibility, true from reactions where actor = $1 and post = $2 and kind = 1
                on conflict (id) do update set author = excluded.author, post = excluded.post, kind = excluded.kind, visibility = excluded.visibility, local = excluded.local
                    where (entries.author, entries.post, entries.kind, entries.visibility, entries.local)
                        <> (excluded.author, excluded.post, excluded.kind, excluded.visibility, excluded.local)
                """, cancel, actor, post) > 0;
        }

        if (repaired)
        {
            await PostRecounts.RecountAsync(writing, [post], cancel);
        }

        return repaired;
    }

    private static async Task<long?> StoredAsync(RowWriting writing, long actor, long post, CancellationToken cancel)
    {
        await using var command = writing.Command("select id from reactions where actor = $1 and post = $2 and kind = 1", actor, post);
        return await command.ExecuteScalarAsync(cancel) as long?;
    }
}
