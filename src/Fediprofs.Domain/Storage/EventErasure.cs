using Marten;

namespace Fediprofs.Domain.Storage;

/// <summary>Takes personal text out of events that are already stored: the events stay, their words go.</summary>
public static class EventErasure
{
    /// <summary>Masks every event of a stream that holds personal text, in the transaction of the unit.</summary>
    public static async Task MaskAsync(UnitOfWork unit, string stream, CancellationToken cancel)
    {
        var serializer = ((DocumentStore)unit.Session.DocumentStore).Options.Serializer();
        foreach (var e in await unit.Session.Events.FetchStreamAsync(stream, token: cancel))
        {
            if (e.Data is IPersonalText text)
            {
                await unit.Writing.ExecuteAsync(
                    $"update {StorageSlice.EventSchema}.mt_events set data = $2::jsonb where id = $1",
                    cancel, e.Id, serializer.ToJson(text.Erased()));
            }
        }
    }
}
