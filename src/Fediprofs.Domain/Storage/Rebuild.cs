using JasperFx.Events;
using Marten;
using Marten.Services;
using Npgsql;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// What a slice adds to <see cref="Rebuild"/>: how the rows that follow from its streams are put right. Registered ground first,
/// since a post's row needs its author's.
/// </summary>
public interface IRebuild
{
    /// <summary>How the names of its streams begin.</summary>
    string Streams { get; }

    /// <summary>The advisory locks that commands take before they write such a stream.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="events">Its events so far; the first ones never change.</param>
    IEnumerable<long> LocksOf(string stream, IReadOnlyList<IEvent> events);

    /// <summary>
    /// Puts the rows of one stream right, in a transaction that holds the stream: adds what is missing, changes what differs,
    /// takes nothing away that shall be there. Answers whether anything was wrong.
    /// </summary>
    Task<bool> RebuildAsync(RowWriting writing, string stream, IReadOnlyList<IEvent> events, CancellationToken cancel);
}

/// <summary>Counts of local actors that a slice keeps beside its rows, put right after all streams.</summary>
public interface IRecount
{
    /// <summary>Counts again for one local actor, whose row the transaction holds; answers whether a count was wrong.</summary>
    Task<bool> RecountAsync(RowWriting writing, long actor, CancellationToken cancel);
}

/// <summary>What a rebuild found.</summary>
/// <param name="Streams">How many streams were folded.</param>
/// <param name="Repaired">How many of them had rows that were missing or differed.</param>
/// <param name="Recounted">How many actors had wrong counts.</param>
public sealed record RebuildReport(int Streams, int Repaired, int Recounted);

/// <summary>
/// Makes the rows that follow from events again, while the instance serves: one stream at a time under its locks, deleting
/// nothing first, sending and telling nothing. (Marten's own rebuild empties the table and loses what is written meanwhile.)
/// </summary>
public sealed class Rebuild(
    NpgsqlDataSource database, IDocumentStore store, IEnumerable<IRebuild> parts, IEnumerable<IRecount> recounts, SnowflakeIds ids, TimeProvider time)
{
    private const int Page = 500;
    private const int Attempts = 5;

    /// <summary>Rebuilds everything.</summary>
    /// <param name="progress">Hears now and then how many streams are done; may be null.</param>
    /// <param name="cancel">Stops between two streams; what is done stays done.</param>
    public async Task<RebuildReport> RunAsync(IProgress<int>? progress, CancellationToken cancel)
    {
        int streams = 0, repaired = 0, recounted = 0;
        foreach (var part in parts)
        {
            await foreach (var stream in PagesAsync($"select id from {StorageSlice.EventSchema}.mt_streams where starts_with(id, $1) and id > $2 order by id limit {Page}", part.Streams, "", cancel))
            {
                repaired += await AgainAsync(() => StreamAsync(part, stream, cancel)) ? 1 : 0;
                if (++streams % Page == 0)
                {
                    progress?.Report(streams);
                }
            }
        }

        await foreach (var actor in PagesAsync($"select id from actors where $1 and local and deleted_at is null and id > $2 order by id limit {Page}", true, 0L, cancel))
        {
            recounted += await AgainAsync(() => CountsAsync(actor, cancel)) ? 1 : 0;
        }

        progress?.Report(streams);
        return new(streams, repaired, recounted);
    }

    private async Task<bool> StreamAsync(IRebuild part, string stream, CancellationToken cancel)
    {
        IReadOnlyList<IEvent> before;
        await using (var look = store.QuerySession())
        {
            before = await look.Events.FetchStreamAsync(stream, token: cancel);
        }

        return await InTransactionAsync(async writing =>
        {
            await Commit.LockAsync(writing.Connection, writing.Transaction, part.LocksOf(stream, before), cancel);
            await writing.ExecuteAsync($"select 1 from {StorageSlice.EventSchema}.mt_streams where id = $1 for update", cancel, stream);
            await using var session = store.QuerySession(SessionOptions.ForTransaction(writing.Transaction));
            var events = await session.Events.FetchStreamAsync(stream, token: cancel);
            return events.Count > 0 && await part.RebuildAsync(writing, stream, events, cancel);
        }, cancel);
    }

    private Task<bool> CountsAsync(long actor, CancellationToken cancel) => InTransactionAsync(async writing =>
    {
        // Whoever adds a row and counts it does both in one transaction: with the row held, a new statement sees both or neither.
        await writing.ExecuteAsync("select 1 from actors where id = $1 for no key update", cancel, actor);
        var wrong = false;
        foreach (var recount in recounts)
        {
            wrong |= await recount.RecountAsync(writing, actor, cancel);
        }

        return wrong;
    }, cancel);

    private async Task<bool> InTransactionAsync(Func<RowWriting, Task<bool>> work, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var wrong = await work(new RowWriting(connection, transaction, ids, time.GetUtcNow()) { Rebuilding = true });
        await transaction.CommitAsync(cancel);
        return wrong;
    }

    /// <summary>Rows are locked in the order of the repair, which is not everybody's order: a dead-lock is tried again.</summary>
    private static async Task<bool> AgainAsync(Func<Task<bool>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // The other side went on; so can we now.
            }
        }
    }

    private async IAsyncEnumerable<T> PagesAsync<T>(string sql, object filter, T after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        where T : notnull
    {
        List<T> page;
        do
        {
            page = [];
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new() { Value = filter });
            command.Parameters.Add(new() { Value = after });
            await using (var reader = await command.ExecuteReaderAsync(cancel))
            {
                while (await reader.ReadAsync(cancel))
                {
                    page.Add(reader.GetFieldValue<T>(0));
                }
            }

            foreach (var item in page)
            {
                yield return item;
                after = item;
            }
        }
        while (page.Count == Page);
    }
}
