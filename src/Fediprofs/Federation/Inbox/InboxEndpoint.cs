using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Search;
using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Fediprofs.Federation.Inbox;

/// <summary>Registers and maps the inbox.</summary>
public static class InboxEndpoint
{
    /// <summary>Adds the door, the journal, the lanes and what applies them. Needs storage, the domain's slices and the guarded client.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services, InboxOptions? options = null)
    {
        options ??= new();
        services.AddSingleton(options);
        services.AddSingleton<IEraser, JournalEraser>();
        services.AddErased(
            new ErasedColumns("inbox_journal", "body", nameof(JournalEraser)),
            new ErasedColumns("inbox_failed", "error", nameof(JournalEraser)),
            new ErasedColumns("inbox_journal", "actor_uri", "ids of remote actors"),
            new ErasedColumns("inbox_waiting", "wants", "ids of remote documents"),
            new ErasedColumns("inbox_seen", "key", "hashes"));
        services.TryAddSingleton<RemoteDocuments>();
        services.TryAddSingleton<RemoteActors>();
        services.TryAddSingleton<RemotePosts>();
        services.TryAddSingleton<ActorKeys>();
        services.AddSingleton<RemoteResolver>();
        services.AddSingleton<IRemoteResolver>(p => p.GetRequiredService<RemoteResolver>());
        services.AddSingleton<IActorResolver>(p => p.GetRequiredService<RemoteResolver>());
        services.AddSingleton(new HandOver(options.Appliers, options.MemoryMegabytes * 1024L * 1024));
        services.AddSingleton<Lanes>();
        services.AddSingleton<Journal>();
        services.AddSingleton<InboxDoor>();
        services.AddSingleton<Waiting>();
        services.AddSingleton<Ancestors>();
        services.AddSingleton<Application>();
        services.AddSingleton<Applier>();
        services.AddSingleton<InboxUpkeep>();
        // Stopped in the reverse order: lanes are released last.
        services.AddHostedService(p => p.GetRequiredService<Lanes>());
        services.AddHostedService(p => p.GetRequiredService<Applier>());
        services.AddHostedService(p => p.GetRequiredService<Waiting>());
        services.AddHostedService(p => p.GetRequiredService<Ancestors>());
        services.AddHostedService(p => p.GetRequiredService<InboxUpkeep>());
        return services;
    }

    /// <summary>Maps the shared inbox, that of each actor, and the instance actor's: one door for all, what counts is whom an activity names.</summary>
    public static IEndpointRouteBuilder MapInbox(this IEndpointRouteBuilder endpoints)
    {
        foreach (var inbox in new[] { "/inbox", "/actor/inbox", "/actors/{id:long}/inbox" })
        {
            endpoints.MapPost(inbox, static context => context.RequestServices.GetRequiredService<InboxDoor>().HandleAsync(context));
        }

        return endpoints;
    }
}
