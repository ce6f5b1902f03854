using Fediprofs.Domain.Storage;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Fediprofs.Domain.Accounts;

/// <summary>How people prove who they are: e-mail address and password hash. Never in events.</summary>
public sealed class Credentials(NpgsqlDataSource database, IPasswordHasher<Account> hasher, TimeProvider time) : IPasswordCheck
{
    /// <summary>Failures in a row after which the account is closed for a while.</summary>
    public const int MostFailures = 10;

    private static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // Compared when there is no such account, so that the answer takes as long.
    private readonly Lazy<string> _nobody = new(() => hasher.HashPassword(new Account(), "nobody has this password"));

    /// <summary>Adds the credentials of a new account; 0 when the address is taken.</summary>
    public static Task<int> AddAsync(RowWriting writing, long account, string email, string? passwordHash, string locale, CancellationToken cancel) =>
        writing.ExecuteAsync(
            """
            insert into credentials (account, email, email_key, password_hash, confirmed_at, locale, security_stamp)
            values ($1, $2, $3, $4, $5, $6, gen_random_uuid()) on conflict (email_key) do nothing
            """,
            cancel, account, email, email.ToLowerInvariant(), passwordHash, writing.Now, locale);

    /// <inheritdoc/>
    public async Task<SignInResult> CheckAsync(string handleOrEmail, string password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await FindAsync(handleOrEmail.Trim().TrimStart('@'), cancellationToken);
        if (found is null)
        {
            hasher.VerifyHashedPassword(new Account(), _nobody.Value, password);
            return new SignInResult.Refused(SignInRefusal.WrongCredentials);
        }

        if (found.LockedUntil > now)
        {
            return new SignInResult.Refused(SignInRefusal.LockedOut);
        }

        var verified = found.Hash is null ? PasswordVerificationResult.Failed : hasher.VerifyHashedPassword(new Account(), found.Hash, password);
        if (verified == PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(found.Account, now, cancellationToken);
            return new SignInResult.Refused(SignInRefusal.WrongCredentials);
        }

        if (found.Suspended || !found.Confirmed)
        {
            return new SignInResult.Refused(found.Suspended ? SignInRefusal.Suspended : SignInRefusal.Unconfirmed);
        }

        await using var reset = database.CreateCommand("update credentials set failed_attempts = 0, locked_until = null where account = $1");
        reset.Parameters.Add(new() { Value = found.Account });
        await reset.ExecuteNonQueryAsync(cancellationToken);
        return new SignInResult.Granted(found.Account, found.Username, found.DisplayName, found.Locale);
    }

    /// <summary>Sets another password; sessions opened with the old one end.</summary>
    public async Task<Refusal?> SetPasswordAsync(long account, string password, CancellationToken cancel)
    {
        if (password.Length < AccountOpening.ShortestPassword)
        {
            return Refusal.PasswordTooShort;
        }

        await using var command = database.CreateCommand(
            "update credentials set password_hash = $2, failed_attempts = 0, locked_until = null, security_stamp = gen_random_uuid() where account = $1");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = hasher.HashPassword(new Account(), password) });
        return await command.ExecuteNonQueryAsync(cancel) == 1 ? null : Refusal.NotFound;
    }

    /// <summary>The stamp that a session must carry; null when the account is gone or suspended.</summary>
    public async Task<Guid?> StampAsync(long account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select c.security_stamp from credentials c join accounts a on a.id = c.account where c.account = $1 and a.suspended_at is null");
        command.Parameters.Add(new() { Value = account });
        return await command.ExecuteScalarAsync(cancel) as Guid?;
    }

    private async Task CountFailureAsync(long account, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            update credentials set failed_attempts = case when failed_attempts + 1 >= $2 then 0 else failed_attempts + 1 end,
                locked_until = case when failed_attempts + 1 >= $2 then $3 else locked_until end
            where account = $1
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = MostFailures });
        command.Parameters.Add(new() { Value = now + LockedFor });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<Stored?> FindAsync(string name, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select c.account, c.password_hash, c.locked_until, c.confirmed_at is not null, a.suspended_at is not null, n.username, n.display_name, c.locale
            from credentials c join accounts a on a.id = c.account join actors n on n.id = c.account
            where c.email_key = lower($1) or (lower(n.username) = lower($1) and n.domain = '')
            limit 1
            """);
        command.Parameters.Add(new() { Value = name });
        await using var r = await command.ExecuteReaderAsync(cancel);
        return await r.ReadAsync(cancel)
            ? new(r.GetInt64(0), r.IsDBNull(1) ? null : r.GetString(1), r.IsDBNull(2) ? null : r.GetFieldValue<DateTimeOffset>(2), r.GetBoolean(3), r.GetBoolean(4), r.GetString(5), r.GetString(6), r.GetString(7))
            : null;
    }

    private sealed record Stored(long Account, string? Hash, DateTimeOffset? LockedUntil, bool Confirmed, bool Suspended, string Username, string DisplayName, string Locale);
}
