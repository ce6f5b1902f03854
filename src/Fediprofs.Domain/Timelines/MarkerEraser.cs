using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Timelines;

/// <summary>Erases how far somebody had read.</summary>
internal sealed class MarkerEraser : IEraser
{
    /// <inheritdoc/>
    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        await unit.Writing.ExecuteAsync("delete from markers where account = $1", cancel, person.Actor);
        return true;
    }
}
