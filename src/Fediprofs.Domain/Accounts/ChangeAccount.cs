using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Accounts;

/// <summary>
/// Changes of an account that exists: opens its stream exclusively, lets a pure function decide, appends, folds, wants the rows,
/// and tells the wire when others see a difference.
/// </summary>
public sealed class AccountChanging(Commit commit, LocalActorRow rows, ActorSigningKeys signing, SnowflakeIds ids, InstanceUris uris, CurriculumCatalogue curriculum)
{
    private static readonly Outcome<object[]> Nothing = Array.Empty<object>();

    /// <summary>The person changes the profile.</summary>
    public Task<Outcome<ActorRow>> ProfileAsync(long account, Func<ProfileChanged, ProfileChanged> change, CancellationToken cancel) =>
        ChangeAsync(account, a => change(a.Profile) is var next && next == a.Profile ? Nothing : next.Check(curriculum) is { } refusal ? refusal : new object[] { next }, cancel);

    /// <summary>Staff gives another role.</summary>
    public Task<Outcome<ActorRow>> RoleAsync(long account, AccountRole role, long? by, CancellationToken cancel) =>
        ChangeAsync(account, a => a.Role == role ? Nothing : new object[] { new RoleChanged(role, by) }, cancel);

    /// <summary>Staff suspends or restores.</summary>
    public Task<Outcome<ActorRow>> SuspendAsync(long account, bool suspend, long? by, CancellationToken cancel) =>
        ChangeAsync(account, a => (a.SuspendedAt is not null) == suspend ? Nothing : new object[] { suspend ? new AccountSuspended(by) : new AccountRestored(by) }, cancel);

    /// <summary>The keys are replaced by new ones: followers are told, other peers fetch them when the next signature does not fit.</summary>
    public async Task<Outcome<ActorRow>> RotateKeysAsync(long account, CancellationToken cancel)
    {
        var keys = ActorKeyPair.Create();
        var changed = await ChangeAsync(account, _ => new object[] { new KeysRotated() }, cancel, keys);
        signing.Forget(account);
        return changed;
    }

    private Task<Outcome<ActorRow>> ChangeAsync(long account, Func<Account, Outcome<object[]>> decide, CancellationToken cancel, ActorKeyPair? keys = null) =>
        commit.RunAsync<ActorRow>([UriKey.LockOf(uris.Actor(account))], async unit =>
        {
            var stream = Account.StreamOf(account);
            var open = await unit.OpenAsync<Account>(stream, cancel);
            if (open.State is null || open.State.Erased)
            {
                return Refusal.NotFound;
            }

            var decided = decide(open.State);
            if (decided.Refused)
            {
                return decided.Refusal!.Value;
            }

            var events = decided.Value;
            if (events.Length == 0)
            {
                return rows.From(open.State);
            }

            open.Append(events);
            var state = events.Aggregate(open.State, (s, e) => AccountFold.Next(s, stream, e, unit.Now)!);
            var row = rows.From(state);
            if (keys is not null)
            {
                await keys.StoreAsync(unit.Writing, account, cancel);
            }

            unit.Want(new ActorStored(row, keys?.PublicRows(row.Uri)), new AccountStored(state));
            if (events.Any(e => e is ProfileChanged or KeysRotated))
            {
                unit.Send(new(ids.Next(), OutgoingKind.UpdateActor, account, account, uris.Activity(ids.Next())));
            }

            return row;
        }, cancel);
}
