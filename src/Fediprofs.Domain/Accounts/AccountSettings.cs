using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Accounts;

/// <summary>What a person's posts are like when nothing else is said. Private settings: rows, not events.</summary>
/// <param name="Visibility">The number of a visibility; <c>Posts.Visibility</c> names them.</param>
/// <param name="Language">BCP 47; null: not said.</param>
public sealed record PostingDefaults(short Visibility, string? Language);

/// <summary>Reads and changes the settings of an account.</summary>
public sealed class AccountSettings(NpgsqlDataSource database, Commit commit)
{
    /// <summary>How an account posts by default. Index: accounts_pkey.</summary>
    public async Task<PostingDefaults> PostingAsync(long account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select default_visibility, default_language from accounts where id = $1");
        command.Parameters.Add(new() { Value = account });
        await using var r = await command.ExecuteReaderAsync(cancel);
        return await r.ReadAsync(cancel) ? new(r.GetInt16(0), r.IsDBNull(1) ? null : r.GetString(1)) : new(0, null);
    }

    /// <summary>Changes how an account posts by default. Whoever keeps it in memory hears that the actor changed.</summary>
    public Task SetPostingAsync(long account, PostingDefaults defaults, CancellationToken cancel) =>
        commit.RunAsync<bool>(
            [],
            async unit =>
            {
                await using var command = unit.Writing.Command("update accounts set default_visibility = $2, default_language = $3 where id = $1", account, defaults.Visibility, defaults.Language);
                command.Parameters[2].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
                await command.ExecuteNonQueryAsync(cancel);
                unit.Writing.Changes.Add(new(ChangeKind.ActorChanged, account));
                return true;
            },
            cancel);
}
