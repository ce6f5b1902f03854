using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>Ids of follows and blocks that were undone, rejected or removed.</summary>
internal static class UndoneIds
{
    /// <summary>
    /// How long such an id is refused. Long enough for whatever overtakes on the way; not for ever, because Misskey gives
    /// every follow of a pair the same id, and its people could never follow again.
    /// </summary>
    public static readonly TimeSpan Refused = TimeSpan.FromDays(1);

    /// <summary>
    /// How young a row must be to be left alone by an undo that names another id of the same pair: then the named one was
    /// overtaken. Later, the peer has merely forgotten its id, and what it wants is the end.
    /// </summary>
    public static readonly TimeSpan Overtaken = TimeSpan.FromHours(1);

    /// <summary>
    /// Sets tombstones for the ids that lie on the server of whoever ended them (others are not theirs to refuse), and for
    /// those that were found as rows.
    /// </summary>
    public static async Task SetAsync(RowWriting writing, IReadOnlyList<(long By, string Uri)> undone, IReadOnlyList<Guid> found, CancellationToken cancel)
    {
        if (undone.Count == 0 && found.Count == 0)
        {
            return;
        }

        await writing.ExecuteAsync(
            """
            insert into tombstones (uri_key, at)
            select key, $5 from (
                select n.key from unnest($1::bigint[], $2::uuid[], $3::text[]) as n(actor, key, uri)
                join actors a on a.id = n.actor and substring(a.uri from '^[a-z]+://[^/?#]+') = substring(n.uri from '^[a-z]+://[^/?#]+')
                union select unnest($4::uuid[])
                order by 1) k
            on conflict (uri_key) do update set at = excluded.at
            """,
            cancel,
            undone.Select(u => u.By).ToArray(),
            undone.Select(u => UriKey.Of(u.Uri)).ToArray(),
            undone.Select(u => u.Uri).ToArray(),
            found.ToArray(),
            writing.Now);
    }
}
