using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Fediprofs.Domain.Accounts;

/// <summary>An account folded from its stream <c>account-{id}</c>.</summary>
public sealed record Account
{
    /// <summary>The stream's key.</summary>
    public string Id { get; init; } = "";

    /// <summary>The actor's id.</summary>
    public long Actor { get; init; }

    /// <summary>The part before the @.</summary>
    public string Username { get; init; } = "";

    /// <summary>What the person may do.</summary>
    public AccountRole Role { get; init; }

    /// <summary>The profile.</summary>
    public ProfileChanged Profile { get; init; } = new();

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the profile last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Suspended since.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Erased.</summary>
    public bool Erased { get; init; }

    /// <summary>The stream of an account.</summary>
    public static string StreamOf(long actor) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"account-{actor}");
}

/// <summary>Folds the stream of an account. Pure: it may be run again at any time.</summary>
public sealed partial class AccountFold : SingleStreamProjection<Account, string>
{
    /// <inheritdoc/>
    public override Account? Evolve(Account? snapshot, string id, IEvent e) => Next(snapshot, id, e.Data, e.Timestamp);

    /// <summary>The state after one more event.</summary>
    public static Account? Next(Account? state, string id, object data, DateTimeOffset at) => data switch
    {
        AccountOpened e => new Account { Id = id, Actor = e.Account, Role = e.Role, OpenedAt = at, ChangedAt = at },
        _ when state is null => null,
        HandleChosen e => state with { Username = e.Username },
        ProfileChanged e => state with { Profile = e, ChangedAt = at },
        RoleChanged e => state with { Role = e.Role },
        AccountSuspended => state with { SuspendedAt = at },
        AccountRestored => state with { SuspendedAt = null },
        KeysRotated => state with { ChangedAt = at },
        AccountErased => state with { Erased = true },
        _ => state,
    };
}
