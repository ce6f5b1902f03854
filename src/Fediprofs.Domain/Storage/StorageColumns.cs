namespace Fediprofs.Domain.Storage;

/// <summary>The text columns of the ground and of the event store.</summary>
internal static class StorageColumns
{
    public static readonly ErasedColumns[] All =
    [
        new("migrations", "name", "names of files"),
        new("secrets", "name value", "random bytes of the instance"),
        new("change_cursors", "consumer", "names of readers"),
        new("leases", "name", "names of work"),
        new("outgoing", "uri detail", "opaque ids only"),
        new("events.mt_events", "data", "IPersonalText by EventErasure; what others wrote by MentionEraser"),
        new("events.mt_events", "type stream_id mt_dotnet_type tenant_id", "names of types, numbers of streams"),
        new("events.mt_streams", "id type tenant_id", "numbers of streams"),
        new("events.mt_events", "bdata", "unused: events are JSON"),
        new("events.mt_event_progression", "name agent_status failure_category failure_event_tenant_id failure_event_type mode pause_reason", "unused: no projection runs in Marten's daemon"),
        new("events.mt_event_projection_floors", "name tenant_id", "unused: no projection runs in Marten's daemon"),
        new("events.mt_doc_deadletterevent", "data mt_dotnet_type", "unused: no projection runs in Marten's daemon"),
    ];
}
