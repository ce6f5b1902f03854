using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Notifications;

/// <summary>Registers the slice.</summary>
public static class NotificationsSlice
{
    /// <summary>Adds the consumer that writes notifications, and their queries.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddChangeReader<NotificationWriter>()
        .AddSingleton<NotificationQueries>();
}
