using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>What an entry is. Numbers are stored.</summary>
public enum EntryKind
{
    /// <summary>A post.</summary>
    Post = 0,

    /// <summary>A boost.</summary>
    Boost = 1,

    /// <summary>A post that answers another.</summary>
    Reply = 2,
}

/// <summary>A line of a timeline.</summary>
/// <param name="EntryId">What pages are cut by, and the status id in Mastodon's API: the post's id, or the boost's.</param>
/// <param name="Author">Who posted or boosted.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="PostId">The post that is shown.</param>
public readonly record struct TimelineItem(long EntryId, long Author, EntryKind Kind, long PostId)
{
    /// <summary>Reads rows of (entry, author, kind, post).</summary>
    internal static async Task<List<TimelineItem>> AllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var items = new List<TimelineItem>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            items.Add(new(r.GetInt64(0), r.GetInt64(1), (EntryKind)r.GetInt16(2), r.GetInt64(3)));
        }

        return items;
    }
}
