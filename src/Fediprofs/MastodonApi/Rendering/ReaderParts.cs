using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>One reader and one post.</summary>
internal readonly record struct ReaderOfPost(long Reader, long Post);

/// <summary>What a reader did to a post.</summary>
internal sealed record Marks(bool Boosted, bool Favourited, bool Bookmarked)
{
    public static readonly Marks None = new(false, false, false);
}

/// <summary>What readers did to posts: the part of a status that is the reader's own.</summary>
internal sealed class ReaderMarks(ReactionLookup reactions) : Kept<ReaderOfPost, Marks>(capacity: 50_000)
{
    protected override async Task<Dictionary<ReaderOfPost, Marks>> ReadAsync(IReadOnlyList<ReaderOfPost> keys, CancellationToken cancel)
    {
        // All keys of a call are one reader's.
        var own = await reactions.OwnAsync(keys[0].Reader, [.. keys.Select(k => k.Post)], cancel);
        return keys.Distinct().ToDictionary(
            k => k,
            k => own.TryGetValue(k.Post, out var o) ? new Marks(o.Boosted, o.Favourited, o.Bookmarked) : Marks.None);
    }
}

/// <summary>Who blocks a reader.</summary>
internal sealed class ReaderBlockers(RelationshipQueries relationships) : Kept<long, HashSet<long>>(capacity: 4000)
{
    protected override async Task<Dictionary<long, HashSet<long>>> ReadAsync(IReadOnlyList<long> keys, CancellationToken cancel)
    {
        var blockers = new Dictionary<long, HashSet<long>>();
        foreach (var reader in keys)
        {
            blockers[reader] = await relationships.BlockersAsync(reader, cancel);
        }

        return blockers;
    }
}
