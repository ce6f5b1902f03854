using Npgsql;

namespace Fediprofs.Domain.Timelines;

/// <summary>A list whose reader is remembered. Numbers are stored.</summary>
public enum MarkedList
{
    /// <summary>The home timeline.</summary>
    Home = 1,

    /// <summary>Notifications.</summary>
    Notifications = 2,
}

/// <summary>How far somebody has read a list, on whatever device.</summary>
/// <param name="LastRead">The newest entry that was seen.</param>
/// <param name="Version">Grows with each change.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record Marker(long LastRead, int Version, DateTimeOffset UpdatedAt);

/// <summary>Reads and moves markers.</summary>
public sealed class Markers(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Somebody's marker; null before it was first set. Index: markers_pkey.</summary>
    public async Task<Marker?> ReadAsync(long account, MarkedList list, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select last_read, version, updated_at from markers where account = $1 and list = $2");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = (short)list });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetInt64(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2)) : null;
    }

    /// <summary>Moves somebody's marker to an entry; never back, since an older page may be read after a newer one.</summary>
    public async Task AdvanceAsync(long account, MarkedList list, long entry, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            insert into markers (account, list, last_read, updated_at) values ($1, $2, $3, $4)
            on conflict (account, list) do update set last_read = excluded.last_read, version = markers.version + 1, updated_at = excluded.updated_at
            where excluded.last_read > markers.last_read
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = (short)list });
        command.Parameters.Add(new() { Value = entry });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
