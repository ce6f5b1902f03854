using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Deliveries;

/// <summary>The text columns of deliveries.</summary>
internal static class DeliveryColumns
{
    public static readonly ErasedColumns[] All =
    [
        new("outgoing_body", "body", nameof(DeliveryEraser)),
        new("delivery", "host inbox", "addresses of servers"),
        new("delivery_host", "host last_error", "addresses of servers, and what they answered"),
    ];
}
