using Npgsql;
using NpgsqlTypes;

namespace Fediprofs.Domain.Storage;

/// <summary>How far a reader of <c>changes</c> has come.</summary>
/// <param name="Xid">The transaction.</param>
/// <param name="Seq">The row.</param>
public readonly record struct ChangeCursor(ulong Xid, long Seq);

/// <summary>What readers of <c>changes</c> need.</summary>
public sealed class ChangeReading(NpgsqlDataSource database, CommitSignals signals, SnowflakeIds ids, TimeProvider time)
{
    /// <summary>How long a reader sleeps when nobody wakes it.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>How long a reader waits for a transaction that runs beside what it shall read.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(15);

    /// <summary>The database.</summary>
    public NpgsqlDataSource Database { get; } = database;

    /// <summary>What wakes readers.</summary>
    public CommitSignals Signals { get; } = signals;

    /// <summary>Fresh ids.</summary>
    public SnowflakeIds Ids { get; } = ids;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>A cursor behind which everything lies that is committed now.</summary>
    public async Task<ChangeCursor> NowAsync(CancellationToken cancel)
    {
        await using var command = Database.CreateCommand("select pg_snapshot_xmin(pg_current_snapshot())");
        return new((ulong)(await command.ExecuteScalarAsync(cancel))!, 0);
    }

    /// <summary>
    /// The next changes, in an order in which none can appear later: by transaction, below the oldest that still runs.
    /// A plain "greater than the last number" would skip what commits late. Index: changes_xid.
    /// </summary>
    /// <returns>Changes, how far they reach, and whether there are some that must wait for a transaction beside them.</returns>
    public static async Task<(List<ChangeRow> Changes, ChangeCursor Cursor, bool Behind)> NextAsync(NpgsqlConnection connection, ChangeCursor after, int limit, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select xid, seq, kind, actor, post, related, at from changes
            where (xid, seq) > ($1, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
            order by xid, seq limit $3
            """, connection)
        {
            Parameters = { new() { Value = after.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = after.Seq }, new() { Value = limit } },
        };
        var changes = new List<ChangeRow>();
        await using (var r = await command.ExecuteReaderAsync(cancel))
        {
            while (await r.ReadAsync(cancel))
            {
                after = new(r.GetFieldValue<ulong>(0), r.GetInt64(1));
                changes.Add(new((ChangeKind)r.GetInt16(2), r.GetInt64(3), r.IsDBNull(4) ? null : r.GetInt64(4), r.IsDBNull(5) ? null : r.GetInt64(5))
                {
                    Seq = after.Seq,
                    At = r.GetFieldValue<DateTimeOffset>(6),
                });
            }
        }

        return (changes, after, changes.Count == 0 && await MoreAsync(connection, after, cancel));
    }

    private static async Task<bool> MoreAsync(NpgsqlConnection connection, ChangeCursor after, CancellationToken cancel)
    {
        // The last entry of changes_xid answers; "exists" would be planned as a scan from the table's beginning.
        await using var command = new NpgsqlCommand("select (xid, seq) > ($1, $2) from changes order by xid desc, seq desc limit 1", connection)
        {
            Parameters = { new() { Value = after.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = after.Seq } },
        };
        return await command.ExecuteScalarAsync(cancel) is true;
    }
}
