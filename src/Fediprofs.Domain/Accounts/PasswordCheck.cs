namespace Fediprofs.Domain.Accounts;

/// <summary>Decides whether a handle (or e-mail address) and a password open an account of this instance.</summary>
public interface IPasswordCheck
{
    /// <summary>Checks the password and counts failures towards a lock-out.</summary>
    /// <param name="handleOrEmail">The local part of the handle, or the e-mail address, as typed.</param>
    /// <param name="password">The password as typed; it is never logged.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    Task<SignInResult> CheckAsync(string handleOrEmail, string password, CancellationToken cancellationToken);
}

/// <summary>What came of a sign-in: <see cref="Granted"/> or <see cref="Refused"/>.</summary>
public abstract record SignInResult
{
    private SignInResult()
    {
    }

    /// <summary>The password is right and the account may sign in.</summary>
    /// <param name="AccountId">The account's snowflake.</param>
    /// <param name="Handle">The local part of the handle.</param>
    /// <param name="DisplayName">The name shown to others.</param>
    /// <param name="Locale">The account's interface language (ISO 639-1), or null when none was chosen.</param>
    public sealed record Granted(long AccountId, string Handle, string DisplayName, string? Locale) : SignInResult;

    /// <summary>Nobody is signed in.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(SignInRefusal Reason) : SignInResult;
}

/// <summary>Why a sign-in was refused.</summary>
public enum SignInRefusal
{
    /// <summary>No such account, or another password: the two are not told apart.</summary>
    WrongCredentials,

    /// <summary>Too many failures; it opens again later.</summary>
    LockedOut,

    /// <summary>The staff suspended the account.</summary>
    Suspended,

    /// <summary>The e-mail address has not been confirmed yet.</summary>
    Unconfirmed,
}
