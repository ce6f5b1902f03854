using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Documents;

/// <summary>What we serve on GET: actors, posts, collections, WebFinger, NodeInfo.</summary>
public static class DocumentsRim
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Adds the documents.</summary>
    /// <param name="services">The instance's own container.</param>
    /// <param name="about">What NodeInfo says of the instance.</param>
    public static IServiceCollection AddDocuments(this IServiceCollection services, NodeDescription about) => services
        .AddSingleton(about)
        .AddSingleton<DocumentCache>()
        .AddSingleton<Notes>()
        .AddSingleton<Actors>()
        .AddSingleton<CollectionRows>()
        .AddSingleton<FetchSigner>()
        .AddSingleton<ActorEndpoints>()
        .AddSingleton<ActorCollections>()
        .AddSingleton<PostEndpoints>()
        .AddSingleton<DiscoveryEndpoints>();

    /// <summary>
    /// Maps the documents. They need no session and no token, so they answer as soon as routing has found them: call
    /// <c>UseRouting</c> after <see cref="HostGuard"/> and before what only pages and API need.
    /// </summary>
    public static void MapDocuments(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var (actors, collections) = (services.GetRequiredService<ActorEndpoints>(), services.GetRequiredService<ActorCollections>());
        var (posts, discovery) = (services.GetRequiredService<PostEndpoints>(), services.GetRequiredService<DiscoveryEndpoints>());

        Map("/actor", actors.InstanceAsync);
        Map("/actor/outbox", collections.InstanceOutboxAsync);
        Map("/actors/{id}", actors.ActorAsync);
        Map("/actors/{id}/outbox", collections.OutboxAsync);
        Map("/actors/{id}/followers", collections.FollowersAsync);
        Map("/actors/{id}/following", collections.FollowingAsync);
        Map("/actors/{id}/featured", collections.FeaturedAsync);
        Map("/posts/{id}", posts.NoteAsync);
        Map("/posts/{id}/activity", posts.CreateAsync);
        Map("/posts/{id}/replies", posts.RepliesAsync);
        Map("/threads/{id}", posts.ThreadAsync);
        Map("/activities/{id}", posts.ActivityAsync);
        Map("/.well-known/webfinger", discovery.WebFingerAsync);
        Map("/.well-known/host-meta", discovery.HostMetaAsync);
        Map("/.well-known/host-meta.json", discovery.HostMetaJsonAsync);
        Map("/.well-known/nodeinfo", discovery.NodeInfoDiscoveryAsync);
        Map("/nodeinfo/2.0", context => discovery.NodeInfoAsync(context, "2.0"));
        Map("/nodeinfo/2.1", context => discovery.NodeInfoAsync(context, "2.1"));

        void Map(string pattern, RequestDelegate answer) => endpoints.MapMethods(pattern, Reading, answer).ShortCircuit();
    }

    /// <summary>
    /// Lets a program that asks a page's address (/@name, /@name/1) for the document have it: people copy what stands in their
    /// browser into the search of their own server. Before routing.
    /// </summary>
    public static IApplicationBuilder UseDocumentsAtPages(this IApplicationBuilder app)
    {
        var lookup = app.ApplicationServices.GetRequiredService<ActorLookup>();
        return app.Use(async (context, next) =>
        {
            var path = context.Request.Path.Value ?? "";
            if (path.StartsWith("/@", StringComparison.Ordinal) && Negotiation.WantsDocument(context.Request))
            {
                context.Request.Path = await DocumentOfAsync(path[2..].Split('/'), lookup, context.RequestAborted) ?? context.Request.Path;
            }

            await next(context);
        });
    }

    private static async Task<PathString?> DocumentOfAsync(string[] parts, ActorLookup lookup, CancellationToken cancel) => parts switch
    {
        [var name] when await lookup.ByHandleAsync(name, "", cancel) is { Local: true } actor => new PathString($"/actors/{actor.Id}"),
        [_, var post] when long.TryParse(post, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) => new PathString($"/posts/{id}"),
        _ => null,
    };
}
