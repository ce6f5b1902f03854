using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Remote;

/// <summary>Registers the way out to other servers.</summary>
public static class RemoteSlice
{
    /// <summary>Adds <see cref="GuardedHttpClient"/>, one for the instance; it needs an <see cref="IRequestSigner"/>, a clock and, if the system's resolver will not do, a <see cref="HostResolver"/>.</summary>
    /// <param name="services">The instance's own container.</param>
    /// <param name="options">Who we are, and the limits.</param>
    public static IServiceCollection AddRemote(this IServiceCollection services, RemoteOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton(provider => new GuardedHttpClient(
                provider.GetRequiredService<RemoteOptions>(),
                provider.GetRequiredService<IRequestSigner>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<HostResolver>()));
}
