using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Timelines;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>An author's newest entries.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Complete">There are no older ones.</param>
internal sealed record AuthorEntries(AccountEntry[] Entries, bool Complete);

/// <summary>The newest entries of authors.</summary>
internal sealed class AuthorParts(AccountStatuses posted) : Kept<long, AuthorEntries>(capacity: 1500)
{
    private const int Most = 80;

    protected override async Task<Dictionary<long, AuthorEntries>> ReadAsync(IReadOnlyList<long> keys, CancellationToken cancel)
    {
        var read = new Dictionary<long, AuthorEntries>();
        foreach (var author in keys)
        {
            AccountEntry[] entries = [.. await posted.NewestAsync(author, Most, cancel)];
            read[author] = new(entries, entries.Length < Most);
        }

        return read;
    }
}

/// <summary>
/// An account's statuses: from memory where everything on the page is for everybody (but those whom an author blocks), else as
/// <see cref="AccountStatuses"/> finds them for this reader.
/// </summary>
internal sealed class AuthorPages(AuthorParts authors, AccountParts accounts, ReaderBlockers blockers, AccountStatuses posted)
{
    public async ValueTask<IReadOnlyList<TimelineItem>> PageAsync(long reader, long author, StatusesFilter filter, Domain.Storage.Paging page, CancellationToken cancel)
    {
        if (!filter.OnlyMedia && filter.Tag is null && !page.Upwards
            && await authors.OneAsync(author, cancel) is { } newest
            && Select(newest, filter, page) is { } entries)
        {
            var hiding = reader == VisibleTo.Anyone ? null : await blockers.OneAsync(reader, cancel);
            if (await accounts.OneAsync(author, cancel) is not { Available: true } || hiding?.Contains(author) == true)
            {
                return [];
            }

            if (await AllReadableAsync(entries, author, hiding, cancel))
            {
                return [.. entries.Select(e => e.Item)];
            }
        }

        return await posted.PageAsync(reader, author, filter, page, cancel);
    }

    /// <summary>The page's entries; null when memory does not reach so far, or holds something there that is not for everybody.</summary>
    private static List<AccountEntry>? Select(AuthorEntries newest, StatusesFilter filter, Domain.Storage.Paging page)
    {
        var selected = new List<AccountEntry>(page.Limit);
        foreach (var entry in newest.Entries)
        {
            if (entry.Item.EntryId >= page.Below)
            {
                continue;
            }

            if (entry.Item.EntryId <= page.Above)
            {
                return selected;
            }

            if (!entry.Open)
            {
                return null;
            }

            if ((filter.ExcludeReplies && entry.ToOthers) || (filter.ExcludeBoosts && entry.Item.Kind == EntryKind.Boost))
            {
                continue;
            }

            selected.Add(entry);
            if (selected.Count == page.Limit)
            {
                return selected;
            }
        }

        return newest.Complete ? selected : null;
    }

    private async ValueTask<bool> AllReadableAsync(List<AccountEntry> entries, long author, HashSet<long>? hiding, CancellationToken cancel)
    {
        foreach (var entry in entries)
        {
            if (entry.PostAuthor != author
                && (hiding?.Contains(entry.PostAuthor) == true || await accounts.OneAsync(entry.PostAuthor, cancel) is not { Available: true }))
            {
                return false;
            }
        }

        return true;
    }
}
