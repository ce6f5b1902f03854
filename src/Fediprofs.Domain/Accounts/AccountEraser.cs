using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Accounts;

/// <summary>Erases how a person signs in. Of the handle its keyed hash stays, so that it is never given again.</summary>
internal sealed class AccountEraser : IEraser
{
    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        await unit.Writing.ExecuteAsync("delete from credentials where account = $1", cancel, person.Actor);
        await unit.Writing.ExecuteAsync("delete from accounts where id = $1", cancel, person.Actor);
        await unit.Writing.ExecuteAsync("update handles set actor = null where actor = $1", cancel, person.Actor);
        return true;
    }
}
