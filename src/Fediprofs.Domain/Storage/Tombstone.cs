namespace Fediprofs.Domain.Storage;

/// <summary>Ids that may never come back: deleted posts and actors, undone activities.</summary>
public static class Tombstone
{
    /// <summary>Sets the tombstone of an id.</summary>
    public static Task<int> SetAsync(RowWriting writing, Guid key, CancellationToken cancel) =>
        writing.ExecuteAsync("insert into tombstones (uri_key, at) values ($1, $2) on conflict do nothing", cancel, key, writing.Now);
}
