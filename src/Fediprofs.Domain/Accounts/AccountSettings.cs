using Npgsql;

namespace Fediprofs.Domain.Accounts;

/// <summary>What a person's posts are like when nothing else is said. Private settings: rows, not events.</summary>
/// <param name="Visibility">The number of a visibility; <c>Posts.Visibility</c> names them.</param>
/// <param name="Language">BCP 47; null: not said.</param>
public sealed record PostingDefaults(short Visibility, string? Language);

/// <summary>Reads and changes the settings of an account.</summary>
public sealed class AccountSettings(NpgsqlDataSource database)
{
    /// <summary>How an account posts by default. Index: accounts_pkey.</summary>
    public async Task<PostingDefaults> PostingAsync(long account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select default_visibility, default_language from accounts where id = $1");
        command.Parameters.Add(new() { Value = account });
        await using var r = await command.ExecuteReaderAsync(cancel);
        return await r.ReadAsync(cancel) ? new(r.GetInt16(0), r.IsDBNull(1) ? null : r.GetString(1)) : new(0, null);
    }

    /// <summary>Changes how an account posts by default.</summary>
    public async Task SetPostingAsync(long account, PostingDefaults defaults, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update accounts set default_visibility = $2, default_language = $3 where id = $1");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = defaults.Visibility });
        command.Parameters.Add(new() { Value = (object?)defaults.Language ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
