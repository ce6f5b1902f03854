using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Actors;

/// <summary>Registers the slice.</summary>
public static class ActorsSlice
{
    /// <summary>Adds look-ups and row writers of actors.</summary>
    public static IServiceCollection AddActors(this IServiceCollection services) => services
        .AddErased(ActorColumns.All)
        .AddSingleton<ActorLookup>()
        .AddSingleton<ActorSigningKeys>()
        .AddSingleton<InstanceActor>()
        .AddSingleton<IRowWriter, ActorRows>()
        .AddSingleton<IRowWriter, ActorRemovals>();
}
