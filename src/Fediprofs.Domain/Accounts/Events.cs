using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Accounts;

/// <summary>What a person may do here. Numbers are stored.</summary>
public enum AccountRole
{
    /// <summary>An educator.</summary>
    Member = 0,

    /// <summary>Moderates.</summary>
    Moderator = 1,

    /// <summary>Administers.</summary>
    Admin = 2,
}

/// <summary>
/// An account was opened. First event of <c>account-{id}</c>. The handle is not in the event: it stands in the actor's row
/// and, as a keyed hash, in <c>handles</c>; a rebuild reads it from <see cref="HandleChosen"/>, which erasure masks.
/// </summary>
/// <param name="Account">Snowflake.</param>
/// <param name="Role">The role at first.</param>
public sealed record AccountOpened(long Account, AccountRole Role);

/// <summary>The handle of an account, chosen once.</summary>
/// <param name="Username">The part before the @.</param>
public sealed record HandleChosen(string Username) : IPersonalText
{
    /// <inheritdoc/>
    public object Erased() => new HandleChosen("");
}

/// <summary>The profile as the person wants it from now on (the whole, not a difference).</summary>
public sealed record ProfileChanged : IPersonalText
{
    /// <summary>Plain text.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Plain text as written.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Fields as written.</summary>
    public IReadOnlyList<Actors.ProfileField> Fields { get; init; } = [];

    /// <summary>Approves followers by hand.</summary>
    public bool Locked { get; init; }

    /// <summary>May be suggested and listed.</summary>
    public bool Discoverable { get; init; } = true;

    /// <summary>Public posts may be searched.</summary>
    public bool Indexable { get; init; } = true;

    /// <summary>Followers and following are not shown.</summary>
    public bool HidesCollections { get; init; }

    /// <summary>A bot.</summary>
    public bool Bot { get; init; }

    /// <summary>Curriculum key.</summary>
    public string? Academie { get; init; }

    /// <summary>Curriculum key.</summary>
    public string? TeachingRole { get; init; }

    /// <summary>Curriculum keys.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Curriculum keys.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Characters of a display name at most.</summary>
    public const int LongestName = 100;

    /// <summary>Characters of a summary at most.</summary>
    public const int LongestSummary = 2000;

    /// <summary>Why a profile may not be so; null when it may. Pure.</summary>
    public Refusal? Check(CurriculumCatalogue curriculum) =>
        DisplayName.Length > LongestName ? Refusal.NameTooLong
        : Summary.Length > LongestSummary ? Refusal.TextTooLong
        : Subjects.Any(s => curriculum.Subject(s) is null) || Levels.Any(l => curriculum.Level(l) is null)
            || (Academie is not null && curriculum.Academie(Academie) is null)
            || (TeachingRole is not null && curriculum.Role(TeachingRole) is null) ? Refusal.UnknownSubjectOrLevel
        : null;

    /// <inheritdoc/>
    public object Erased() => new ProfileChanged { Locked = Locked, Discoverable = false, Indexable = false };
}

/// <summary>Staff gave the account another role.</summary>
/// <param name="Role">The new role.</param>
/// <param name="By">Who decided; null for the command line.</param>
public sealed record RoleChanged(AccountRole Role, long? By);

/// <summary>Staff suspended the account.</summary>
/// <param name="By">Who decided; null for the command line.</param>
public sealed record AccountSuspended(long? By);

/// <summary>Staff lifted the suspension.</summary>
/// <param name="By">Who decided; null for the command line.</param>
public sealed record AccountRestored(long? By);

/// <summary>The keys of the account were replaced.</summary>
public sealed record KeysRotated;

/// <summary>The account was erased: nothing of its text remains in any event.</summary>
public sealed record AccountErased;
