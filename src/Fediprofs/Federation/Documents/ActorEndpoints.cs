using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Documents;

/// <summary>Actors: the documents that everybody asks for, unsigned, from memory.</summary>
internal sealed class ActorEndpoints(ActorLookup lookup, Actors actors, DocumentCache cache, InstanceActor instance, InstanceUris uris)
{
    /// <summary>A local actor; 410 with a Tombstone when it is gone for ever.</summary>
    public async Task ActorAsync(HttpContext context)
    {
        if (Id(context) is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Negotiation.WantsPage(context.Request) && await lookup.ByIdAsync(id, context.RequestAborted) is { Local: true, DeletedAt: null, Url: { } page })
        {
            Negotiation.ToPage(context, page);
            return;
        }

        await WriteAsync(context, await cache.GetAsync(uris.Actor(id), async () => await MakeAsync(await lookup.ByIdAsync(id, CancellationToken.None))));
    }

    /// <summary>The actor of the instance itself.</summary>
    public async Task InstanceAsync(HttpContext context)
    {
        if (Negotiation.WantsPage(context.Request))
        {
            Negotiation.ToPage(context, uris.PublicUrl + "/");
            return;
        }

        await WriteAsync(context, await cache.GetAsync(instance.Uri, async () => await MakeAsync(await lookup.ByUriAsync(instance.Uri, CancellationToken.None))));
    }

    /// <summary>The id in the address, when it can be one.</summary>
    public static long? Id(HttpContext context) =>
        long.TryParse((string?)context.Request.RouteValues["id"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Writes a document, or 404 when there is none.</summary>
    public static Task WriteAsync(HttpContext context, Served? served)
    {
        if (served is not null)
        {
            return served.WriteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task<Served?> MakeAsync(ActorRow? actor)
    {
        if (actor is not { Local: true })
        {
            return null;
        }

        // Mastodon 4.7 deletes an actor that answers 410: said only of what is gone for ever.
        return actor.DeletedAt is { } gone
            ? new Served(TombstoneWriter.Write(actor.Uri, actor.Kind.ToString(), gone), Served.Activity, StatusCodes.Status410Gone)
            : await actors.OfAsync(actor, CancellationToken.None) is { } document ? Served.Document(ActorWriter.Write(document)) : null;
    }
}
