using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Deliveries;

/// <summary>Registers the slice.</summary>
public static class DeliveriesSlice
{
    /// <summary>Adds the outgoing queue and its reports.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services, DeliveryOptions options) => services
        .AddSingleton(options)
        .AddErased(DeliveryColumns.All)
        .AddSingleton<IEraser, DeliveryEraser>()
        .AddSingleton(provider => new Backoff(provider.GetRequiredService<DeliveryOptions>(), new Random()))
        .AddSingleton<DeliveryQueue>()
        .AddSingleton<DeliveryMarks>()
        .AddSingleton<DeliveryReports>();
}
