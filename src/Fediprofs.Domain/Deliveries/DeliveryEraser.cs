using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Deliveries;

/// <summary>
/// Erases what an erased person has not said yet, all but what deletes; and the bytes in which others name the person, as soon as
/// they are delivered.
/// </summary>
internal sealed class DeliveryEraser : IEraser
{
    private const short Bodies = 2;

    public async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        var w = unit.Writing;
        await w.ExecuteAsync("delete from outgoing where actor = $1 and kind <> all($2)", cancel, person.Actor, new[] { (short)OutgoingKind.Delete, (short)OutgoingKind.DeleteActor });
        await w.ExecuteAsync(
            """
            with said as (delete from outgoing_body where actor = $1 and case when body = '' then true else convert_from(body, 'UTF8')::jsonb->>'type' <> 'Delete' end returning id)
            delete from delivery d using said where d.id = said.id
            """, cancel, person.Actor);
        if (person.Username is not null)
        {
            await w.ExecuteAsync(
                """
                insert into erasures_left (actor, kind, id)
                select $1, $2, id from outgoing_body where actor <> $1 and lower(convert_from(body, 'UTF8')) like any($3)
                on conflict do nothing
                """, cancel, person.Actor, Bodies, person.Likes);
        }

        // Counts of what was delivered stay.
        await w.ExecuteAsync(
            """
            with free as (
                delete from erasures_left l where actor = $1 and kind = $2 and not exists (select from delivery d where d.id = l.id) returning id)
            update outgoing_body b set body = '' from free where b.id = free.id
            """, cancel, person.Actor, Bodies);
        await w.ExecuteAsync("delete from outgoing_body b where actor = $1 and not exists (select from delivery d where d.id = b.id)", cancel, person.Actor);
        await using var left = w.Command(
            """
            select exists (select from outgoing where actor = $1) or exists (select from outgoing_body where actor = $1)
                or exists (select from erasures_left where actor = $1 and kind = $2)
            """, person.Actor, Bodies);
        return await left.ExecuteScalarAsync(cancel) is false;
    }
}
