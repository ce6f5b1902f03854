using Npgsql;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// One wanted change of shared rows: what a decision returns, local or received. It says what shall be true;
/// the slice that owns the table writes it, set by set, so that a batch of two hundred costs a few statements.
/// </summary>
public abstract record RowChange;

/// <summary>Writes one kind of row change. One per kind; the order of writing is the order of registration.</summary>
public interface IRowWriter
{
    /// <summary>The kind of <see cref="RowChange"/> that it writes.</summary>
    Type Kind { get; }

    /// <summary>
    /// Writes all of them in the given transaction, idempotently, and adds the <see cref="ChangeRow"/>s of what really changed.
    /// </summary>
    Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel);
}

/// <summary>The transaction in which rows are written, and what became of it.</summary>
public sealed class RowWriting(NpgsqlConnection connection, NpgsqlTransaction transaction, SnowflakeIds ids, DateTimeOffset now)
{
    /// <summary>The connection of the transaction.</summary>
    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>The transaction; it is committed by whoever opened it.</summary>
    public NpgsqlTransaction Transaction { get; } = transaction;

    /// <summary>Fresh ids.</summary>
    public SnowflakeIds Ids { get; } = ids;

    /// <summary>The moment of the commit.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>True while rows are rebuilt from events: nothing is announced, nothing is told.</summary>
    public bool Rebuilding { get; init; }

    /// <summary>What other slices are told.</summary>
    public List<ChangeRow> Changes { get; } = [];

    /// <summary>What the wire is told.</summary>
    public List<Outgoing> Outgoing { get; } = [];

    /// <summary>A command of this transaction with positional parameters ($1, $2, …).</summary>
    public NpgsqlCommand Command(string sql, params object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, Connection, Transaction);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>Runs a statement of this transaction; answers how many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
