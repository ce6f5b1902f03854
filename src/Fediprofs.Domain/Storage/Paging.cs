namespace Fediprofs.Domain.Storage;

/// <summary>
/// A page by key, as Mastodon's API cuts it: newest first below <see cref="MaxId"/> and above <see cref="SinceId"/>;
/// with <see cref="MinId"/> the page lies directly above that id. Pages are always answered newest first.
/// </summary>
/// <param name="MaxId">Only what is older than this id.</param>
/// <param name="SinceId">Only what is newer than this id; the newest of it.</param>
/// <param name="MinId">Only what is newer than this id; the oldest of it.</param>
/// <param name="Limit">The most rows of a page.</param>
public sealed record Paging(long? MaxId = null, long? SinceId = null, long? MinId = null, int Limit = 20)
{
    /// <summary>Upper bound, exclusive.</summary>
    public long Below => MaxId ?? long.MaxValue;

    /// <summary>Lower bound, exclusive.</summary>
    public long Above => Math.Max(SinceId ?? 0, MinId ?? 0);

    /// <summary>Whether rows are to be read from the lower bound up.</summary>
    public bool Upwards => MinId is not null;

    /// <summary>The SQL order of reading: <c>asc</c> when <see cref="Upwards"/>, else <c>desc</c>.</summary>
    public string Order => Upwards ? "asc" : "desc";

    /// <summary>Rows in the order of reading, put newest first.</summary>
    public IReadOnlyList<T> NewestFirst<T>(IReadOnlyList<T> rows) => Upwards ? [.. rows.Reverse()] : rows;
}
