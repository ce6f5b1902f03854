using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Row changes are written kind by kind, not in the order in which they were decided. That is the same as long as no two
/// touch one thing; where they do (a favourite, its undo, and a favourite again), the batch is written in two steps.
/// </summary>
internal sealed class Segments
{
    private readonly List<List<RowChange>> all = [[]];
    private readonly HashSet<(char Kind, object Key, long Second)> touched = [];

    /// <summary>The steps, in order.</summary>
    public IEnumerable<IReadOnlyList<RowChange>> All => all.Where(s => s.Count > 0);

    /// <summary>Adds what one activity wants.</summary>
    public void Add(IReadOnlyList<RowChange> rows)
    {
        foreach (var row in rows)
        {
            // Whatever an actor's removal erases cannot be listed here.
            var alone = row is ActorRemoved;
            var keys = Keys(row).ToList();
            if (alone || keys.Exists(touched.Contains))
            {
                Cut();
            }

            all[^1].Add(row);
            touched.UnionWith(keys);
            if (alone)
            {
                Cut();
            }
        }
    }

    private void Cut()
    {
        if (all[^1].Count > 0)
        {
            all.Add([]);
            touched.Clear();
        }
    }

    private static IEnumerable<(char, object, long)> Keys(RowChange row) => row switch
    {
        PostAdded r => [Uri(r.Post.Uri)],
        PostChanged r => [Uri(r.Post.Uri)],
        PostRemoved r => [Uri(r.Uri)],
        TombstoneSet r => [Uri(r.Uri)],
        ActorStored r => [Uri(r.Actor.Uri)],
        ActorRemoved r => [Uri(r.Uri)],
        ReactionAdded r => [('r', r.Actor, r.Post), .. Act(r.ActivityUri)],
        ReactionRemoved r => [.. r.Post is { } post ? [('r', (object)r.Actor, post)] : Array.Empty<(char, object, long)>(), .. Act(r.ActivityUri)],
        FollowSet r => [Pair(r.Follower, r.Followed), .. Act(r.ActivityUri)],
        FollowAccepted r => [Pair(r.Follower, r.Followed), .. Act(r.ActivityUri)],
        FollowEnded r => [Pair(r.Follower, r.Followed), .. Act(r.ActivityUri)],
        BlockSet r => [Pair(r.Actor, r.Target), .. Act(r.ActivityUri)],
        BlockEnded r => [Pair(r.Actor, r.Target), .. Act(r.ActivityUri)],
        _ => throw new InvalidOperationException($"{row.GetType().Name} has no keys here: say what it touches."),
    };

    private static (char, object, long) Uri(string uri) => ('u', uri, 0);

    private static (char, object, long)[] Act(string? uri) => uri is null ? [] : [('u', uri, 0)];

    private static (char, object, long) Pair(long? one, long? other) =>
        ('p', Math.Min(one ?? 0, other ?? 0), Math.Max(one ?? 0, other ?? 0));
}
