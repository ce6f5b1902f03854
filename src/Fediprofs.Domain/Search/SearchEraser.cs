using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Search;

/// <summary>Erases the words by which a person was found.</summary>
internal sealed class SearchEraser : IEraser
{
    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        await unit.Writing.ExecuteAsync("delete from actor_words where actor = $1", cancel, person.Actor);
        return true;
    }
}
