using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Deliveries;

/// <summary>Registers the slice.</summary>
public static class DeliveriesSlice
{
    /// <summary>Adds the outgoing queue and its reports; options from the section <c>Delivery</c>.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(configuration.GetSection("Delivery").Get<DeliveryOptions>() ?? new DeliveryOptions())
        .AddSingleton(provider => new Backoff(provider.GetRequiredService<DeliveryOptions>(), new Random()))
        .AddSingleton<DeliveryQueue>()
        .AddSingleton<DeliveryMarks>()
        .AddSingleton<DeliveryReports>();
}
