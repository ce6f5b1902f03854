using Npgsql;

namespace Fediprofs.Domain.Accounts;

/// <summary>An account as staff see it.</summary>
/// <param name="Id">Snowflake, the actor's too.</param>
/// <param name="Username">Handle without @.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Role">Role.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="SuspendedAt">Suspended since.</param>
/// <param name="Locale">Interface language.</param>
public sealed record AccountEntry(long Id, string Username, string Email, AccountRole Role, DateTimeOffset OpenedAt, DateTimeOffset? SuspendedAt, string Locale);

/// <summary>Finds accounts of this instance.</summary>
public sealed class AccountLookup(NpgsqlDataSource database)
{
    private const string Select =
        "select a.id, n.username, c.email, a.role, a.opened_at, a.suspended_at, c.locale from accounts a join actors n on n.id = a.id join credentials c on c.account = a.id ";

    /// <summary>All accounts, oldest first.</summary>
    public async Task<List<AccountEntry>> AllAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Select + "order by a.id");
        return await ReadAsync(command, cancel);
    }

    /// <summary>By handle.</summary>
    public async Task<AccountEntry?> ByHandleAsync(string username, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Select + "where lower(n.username) = lower($1) and n.domain = ''");
        command.Parameters.Add(new() { Value = username.TrimStart('@') });
        return (await ReadAsync(command, cancel)).FirstOrDefault();
    }

    /// <summary>By id.</summary>
    public async Task<AccountEntry?> ByIdAsync(long id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Select + "where a.id = $1");
        command.Parameters.Add(new() { Value = id });
        return (await ReadAsync(command, cancel)).FirstOrDefault();
    }

    /// <summary>How many people have an account here, and how many posts they wrote.</summary>
    public async Task<(int Accounts, long Posts)> CountsAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select (select count(*)::int from accounts), (select coalesce(sum(statuses_count), 0)::bigint from actors where local)");
        await using var r = await command.ExecuteReaderAsync(cancel);
        await r.ReadAsync(cancel);
        return (r.GetInt32(0), r.GetInt64(1));
    }

    /// <summary>How many people here posted since a moment.</summary>
    public async Task<int> ActiveSinceAsync(DateTimeOffset moment, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select count(*)::int from accounts a join actors n on n.id = a.id where n.last_post_at > $1");
        command.Parameters.Add(new() { Value = moment });
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task<List<AccountEntry>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var list = new List<AccountEntry>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            list.Add(new(r.GetInt64(0), r.GetString(1), r.GetString(2), (AccountRole)r.GetInt16(3), r.GetFieldValue<DateTimeOffset>(4), r.IsDBNull(5) ? null : r.GetFieldValue<DateTimeOffset>(5), r.GetString(6)));
        }

        return list;
    }
}
