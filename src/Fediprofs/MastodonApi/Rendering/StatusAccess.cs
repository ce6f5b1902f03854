using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Timelines;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>
/// Statuses by id, as far as the reader may see them. A client's status id is a post's or a boost's. What is open to everybody
/// but those its author blocks is answered from memory; the rest is asked of <see cref="PostAccess"/>.
/// </summary>
internal sealed class StatusAccess(StatusParts statuses, BoostParts boosts, AccountParts accounts, ReaderBlockers blockers, PostAccess access)
{
    /// <summary>The status, or null when there is none for this reader.</summary>
    public async ValueTask<TimelineItem?> FindAsync(long reader, long id, CancellationToken cancel)
    {
        if (await statuses.OneAsync(id, cancel) is { } post)
        {
            return await MaySeeAsync(reader, id, post, cancel) ? new(id, post.Author, EntryKind.Post, id) : null;
        }

        if (await boosts.OneAsync(id, cancel) is not { } boost || await statuses.OneAsync(boost.Post, cancel) is not { } boosted)
        {
            return null;
        }

        // A boost for followers is its author's own post for the same followers: seeing the post is seeing the boost.
        return (reader == boost.Actor || await ReadableAsync(reader, boost.Actor, cancel)) && await MaySeeAsync(reader, boost.Post, boosted, cancel)
            ? new(id, boost.Actor, EntryKind.Boost, boost.Post)
            : null;
    }

    /// <summary>Those of the statuses that this reader may see, in the order asked for.</summary>
    public async ValueTask<List<TimelineItem>> FindAsync(long reader, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var found = new List<TimelineItem>(ids.Count);
        foreach (var id in ids)
        {
            if (await FindAsync(reader, id, cancel) is { } item)
            {
                found.Add(item);
            }
        }

        return found;
    }

    private async ValueTask<bool> MaySeeAsync(long reader, long id, RenderedStatus post, CancellationToken cancel)
    {
        if (post.Author == reader)
        {
            return true;
        }

        return post.Visibility <= Visibility.Unlisted
            ? await ReadableAsync(reader, post.Author, cancel)
            : await access.VisibleAsync(reader, id, cancel) is not null;
    }

    private async ValueTask<bool> ReadableAsync(long reader, long author, CancellationToken cancel) =>
        await accounts.OneAsync(author, cancel) is { Available: true }
        && (reader == VisibleTo.Anyone || !(await blockers.OneAsync(reader, cancel))!.Contains(author));
}
