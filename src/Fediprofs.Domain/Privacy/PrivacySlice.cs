using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fediprofs.Domain.Privacy;

/// <summary>Registers the slice.</summary>
public static class PrivacySlice
{
    /// <summary>Adds the erasure of accounts. What is erased, each slice says itself (<see cref="IEraser"/>).</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services
        .AddSingleton<AccountErasure>()
        .AddSingleton<ErasureSweep>()
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<ErasureSweep>());
}
