using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Fediprofs.Domain.Storage;

/// <summary>Registers readers of changes.</summary>
public static class ChangeReaders
{
    /// <summary>Adds what all readers share, once however many slices ask for it.</summary>
    public static IServiceCollection AddChangeReading(this IServiceCollection services)
    {
        services.TryAddSingleton<ChangeReading>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChangeBell>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChangePruning>());
        return services;
    }

    /// <summary>Adds a reader that runs with the host and can be asked for (a test catches it up).</summary>
    /// <typeparam name="T">The reader.</typeparam>
    public static IServiceCollection AddChangeReader<T>(this IServiceCollection services)
        where T : class, IHostedService => services
        .AddChangeReading()
        .AddSingleton<T>()
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<T>());
}
