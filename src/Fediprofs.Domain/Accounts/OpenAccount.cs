using System.Net.Mail;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Microsoft.AspNetCore.Identity;

namespace Fediprofs.Domain.Accounts;

/// <summary>An account shall be opened, confirmed.</summary>
/// <param name="Username">The part before the @.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Password">At least 10 characters; null for an account without a password (single sign-on).</param>
public sealed record OpenAccount(string Username, string Email, string? Password)
{
    /// <summary>What the person may do.</summary>
    public AccountRole Role { get; init; }

    /// <summary>The profile at first.</summary>
    public ProfileChanged? Profile { get; init; }

    /// <summary>Interface language.</summary>
    public string Locale { get; init; } = "fr";
}

/// <summary>Opens accounts.</summary>
public sealed class AccountOpening(Commit commit, ActorLookup actors, LocalActorRow rows, Secrets secrets, SnowflakeIds ids, InstanceUris uris, IPasswordHasher<Account> hasher)
{
    /// <summary>Characters of a password at least.</summary>
    public const int ShortestPassword = 10;

    /// <summary>Why it may not be opened; null when it may. Pure.</summary>
    public static Refusal? Check(OpenAccount command) =>
        Handles.Check(command.Username)
        ?? (MailAddress.TryCreate(command.Email, out var mail) && mail.Address == command.Email ? (Refusal?)null : Refusal.EmailInvalid)
        ?? (command.Password is { Length: < ShortestPassword } ? Refusal.PasswordTooShort : (Refusal?)null);

    /// <summary>Opens it; answers the actor's row.</summary>
    public async Task<Outcome<ActorRow>> HandleAsync(OpenAccount command, CancellationToken cancel)
    {
        if (Check(command) is { } refusal)
        {
            return refusal;
        }

        var id = ids.Next();
        var keys = ActorKeyPair.Create();
        var secret = await secrets.GetAsync("handles", cancel);
        var hash = command.Password is null ? null : hasher.HashPassword(new Account(), command.Password);
        var opened = await commit.RunAsync<ActorRow>([UriKey.LockOf(uris.Actor(id))], async unit =>
        {
            if (!await Handles.TakeAsync(unit.Writing, command.Username, id, secret, cancel))
            {
                return Refusal.HandleTaken;
            }

            if (await Credentials.AddAsync(unit.Writing, id, command.Email, hash, command.Locale, cancel) == 0)
            {
                return Refusal.EmailTaken;
            }

            await keys.StoreAsync(unit.Writing, id, cancel);
            object[] events = [new AccountOpened(id, command.Role), new HandleChosen(command.Username), command.Profile ?? new ProfileChanged()];
            var stream = Account.StreamOf(id);
            unit.Start(stream, events);
            var account = events.Aggregate((Account?)null, (s, e) => AccountFold.Next(s, stream, e, unit.Now))!;
            var row = rows.From(account);
            unit.Want(new ActorStored(row, keys.PublicRows(row.Uri)), new AccountStored(account));
            return row;
        }, cancel);
        return opened.Refused ? opened : (await actors.ByIdAsync(id, cancel))!;
    }
}
