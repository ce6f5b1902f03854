using Marten;
using Marten.Services;
using Npgsql;
using NpgsqlTypes;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// The one place where something becomes true: in one transaction the locks of what is touched, the events, the rows,
/// what the wire is told and what other slices are told.
/// </summary>
public sealed class Commit(NpgsqlDataSource database, IDocumentStore events, RowWriters writers, SnowflakeIds ids, TimeProvider time, CommitSignals signals)
{
    /// <summary>
    /// Opens a transaction, takes the advisory locks in sorted order, lets <paramref name="work"/> gather and decide,
    /// writes what it wants, and commits. When <paramref name="work"/> returns a refusal or throws, nothing is written.
    /// </summary>
    /// <param name="locks">Lock numbers (<see cref="UriKey.LockOf(string)"/>) of every object that is touched.</param>
    /// <param name="work">Gathers under the locks and decides; adds events, rows, outgoing and changes to the work.</param>
    /// <param name="cancel">Ends the wait; never half a commit.</param>
    public async Task<Outcome<T>> RunAsync<T>(IEnumerable<long> locks, Func<UnitOfWork, Task<Outcome<T>>> work, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await LockAsync(connection, transaction, locks, cancel);
        await using var session = events.LightweightSession(SessionOptions.ForTransaction(transaction));
        var writing = new RowWriting(connection, transaction, ids, Microseconds(time.GetUtcNow()));
        var unit = new UnitOfWork(session, writing);

        var outcome = await work(unit);
        if (outcome.Refused)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return outcome;
        }

        if (unit.HasEvents)
        {
            await session.SaveChangesAsync(cancel);
        }

        await writers.WriteAsync(writing, unit.Rows, cancel);
        await WriteOutgoingAsync(writing, cancel);
        await WriteChangesAsync(writing, cancel);
        await transaction.CommitAsync(cancel);
        signals.Committed(writing.Outgoing.Count, writing.Changes);
        return outcome;
    }

    // What PostgreSQL keeps of a moment: a row and the fold of its events say the same to the last digit.
    private static DateTimeOffset Microseconds(DateTimeOffset moment) => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerMicrosecond), moment.Offset);

    /// <summary>Takes advisory locks for the rest of the transaction, lowest number first, so that nobody dead-locks.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, IEnumerable<long> locks, CancellationToken cancel)
    {
        var sorted = locks.Distinct().Order().ToArray();
        if (sorted.Length == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(k) from (select unnest($1::bigint[]) k order by 1) s", connection, transaction)
        {
            Parameters = { new() { Value = sorted, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Writes the outgoing rows of a transaction.</summary>
    public static async Task WriteOutgoingAsync(RowWriting writing, CancellationToken cancel)
    {
        if (writing.Outgoing.Count == 0 || writing.Rebuilding)
        {
            return;
        }

        var rows = writing.Outgoing;
        await writing.ExecuteAsync(
            """
            insert into outgoing (id, kind, actor, subject, target, uri, detail, at)
            select id, kind, actor, subject, target, uri, detail::jsonb, $8
            from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
                as t(id, kind, actor, subject, target, uri, detail)
            """,
            cancel,
            rows.Select(r => r.Id).ToArray(),
            rows.Select(r => (short)r.Kind).ToArray(),
            rows.Select(r => r.Actor).ToArray(),
            rows.Select(r => r.Subject).ToArray(),
            rows.Select(r => r.Target).ToArray(),
            rows.Select(r => r.Uri).ToArray(),
            rows.Select(r => r.Detail is null ? null : Json.Write(r.Detail)).ToArray(),
            writing.Now);
    }

    /// <summary>Writes the change rows of a transaction.</summary>
    public static async Task WriteChangesAsync(RowWriting writing, CancellationToken cancel)
    {
        if (writing.Changes.Count == 0 || writing.Rebuilding)
        {
            return;
        }

        var rows = writing.Changes;
        await writing.ExecuteAsync(
            """
            insert into changes (kind, actor, post, related, at)
            select kind, actor, post, related, $5
            from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[]) as t(kind, actor, post, related)
            """,
            cancel,
            rows.Select(r => (short)r.Kind).ToArray(),
            rows.Select(r => r.Actor).ToArray(),
            rows.Select(r => r.Post).ToArray(),
            rows.Select(r => r.Related).ToArray(),
            writing.Now);
    }
}

/// <summary>What one commit gathers and wants.</summary>
public sealed class UnitOfWork(IDocumentSession session, RowWriting writing)
{
    /// <summary>The Marten session of the transaction: read streams exclusively, append through <see cref="Start"/> and the stream.</summary>
    public IDocumentSession Session { get; } = session;

    /// <summary>The transaction, for reading what is decided on.</summary>
    public RowWriting Writing { get; } = writing;

    /// <summary>The row changes that are wanted.</summary>
    public List<RowChange> Rows { get; } = [];

    /// <summary>The moment of the commit.</summary>
    public DateTimeOffset Now => Writing.Now;

    internal bool HasEvents { get; private set; }

    /// <summary>Starts a stream with its first events. A stream that exists already fails the commit.</summary>
    public void Start(string stream, params object[] events)
    {
        Session.Events.StartStream(stream, Stamped(events));
        HasEvents = true;
    }

    /// <summary>
    /// Reads a stream folded to its state under an exclusive lock, so that events can be added without conflict.
    /// </summary>
    /// <typeparam name="T">The folded state.</typeparam>
    public async Task<OpenStream<T>> OpenAsync<T>(string stream, CancellationToken cancel)
        where T : class
    {
        var open = await Session.Events.FetchForExclusiveWriting<T>(stream, cancel);
        return new OpenStream<T>(open.Aggregate, e =>
        {
            open.AppendMany(Stamped(e));
            HasEvents = true;
        });
    }

    private object[] Stamped(object[] events) => [.. events.Select(data =>
    {
        var stamped = Session.Events.BuildEvent(data);
        stamped.Timestamp = Now;
        return stamped;
    })];

    /// <summary>Wants rows.</summary>
    public void Want(params ReadOnlySpan<RowChange> rows) => Rows.AddRange(rows);

    /// <summary>Tells the wire.</summary>
    public void Send(Outgoing outgoing) => Writing.Outgoing.Add(outgoing);
}

/// <summary>A stream that is open for writing, with its folded state.</summary>
/// <typeparam name="T">The folded state.</typeparam>
/// <param name="State">The state before; null when the stream does not exist.</param>
/// <param name="Append">Adds events.</param>
public sealed record OpenStream<T>(T? State, Action<object[]> Append)
    where T : class;

/// <summary>Runs the row writers in their order of registration, which is the order in which tables are touched.</summary>
public sealed class RowWriters(IEnumerable<IRowWriter> writers)
{
    private readonly IRowWriter[] _writers = [.. writers];

    /// <summary>Writes row changes, grouped by kind.</summary>
    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var left = rows.Count;
        foreach (var writer in _writers)
        {
            var mine = rows.Where(r => r.GetType() == writer.Kind).ToList();
            if (mine.Count > 0)
            {
                await writer.WriteAsync(writing, mine, cancel);
                left -= mine.Count;
            }
        }

        if (left > 0)
        {
            var unknown = rows.First(r => _writers.All(w => w.Kind != r.GetType()));
            throw new InvalidOperationException($"No row writer is registered for {unknown.GetType().Name}.");
        }
    }
}
