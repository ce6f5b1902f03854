using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Inbox;

/// <summary>Erases received activities that name an erased person, as soon as they are applied.</summary>
internal sealed class JournalEraser : IEraser
{
    private const short Journal = 1;

    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        var w = unit.Writing;
        if (person.Username is not null)
        {
            // Exact bytes, which need not be text; handles and addresses are ASCII in them.
            await w.ExecuteAsync(
                """
                insert into erasures_left (actor, kind, id)
                select $1, $2, seq from inbox_journal
                where position(convert_to($3, 'UTF8') in body) > 0 or lower(encode(body, 'escape')) like any($4)
                on conflict do nothing
                """, cancel, person.Actor, Journal, person.Uri, person.Likes);
        }

        await w.ExecuteAsync("delete from inbox_failed f using erasures_left l where l.actor = $1 and l.kind = $2 and f.seq = l.id", cancel, person.Actor, Journal);
        await w.ExecuteAsync(
            """
            with free as (
                delete from erasures_left l where actor = $1 and kind = $2
                    and not exists (select from inbox_pending p where p.seq = l.id) and not exists (select from inbox_waiting i where i.seq = l.id)
                returning id)
            delete from inbox_journal j using free where j.seq = free.id
            """, cancel, person.Actor, Journal);
        await using var left = w.Command("select exists (select from erasures_left where actor = $1 and kind = $2)", person.Actor, Journal);
        return await left.ExecuteScalarAsync(cancel) is false;
    }
}
