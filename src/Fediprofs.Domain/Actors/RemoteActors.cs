using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>Brings actors of other servers here.</summary>
public sealed class RemoteActors(RemoteDocuments documents, Commit commit, ActorLookup actors, SnowflakeIds ids, InstanceUris instance, TimeProvider time)
{
    /// <summary>The stored actor; fetched first when it is not known.</summary>
    public async Task<Fetched<ActorRow>> GetAsync(string uri, CancellationToken cancel)
    {
        var known = await actors.ByUriAsync(uri, cancel);
        return known switch
        {
            null => await FetchAsync(uri, null, cancel),
            { DeletedAt: not null } => new Fetched<ActorRow>.Missing("its actor is gone"),
            _ => new Fetched<ActorRow>.Found(known),
        };
    }

    /// <summary>Fetches an actor, stores it with its keys, and answers how it is stored.</summary>
    /// <param name="uri">Its id, or its page.</param>
    /// <param name="domain">The part after the @, when WebFinger confirmed it; null keeps what is stored, else the host of the id.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Fetched<ActorRow>> FetchAsync(string uri, string? domain, CancellationToken cancel)
    {
        if (instance.IsOurs(uri))
        {
            return new Fetched<ActorRow>.Missing("no actor of ours");
        }

        return await documents.GetAsync(uri, cancel) switch
        {
            Fetched<WireObject>.Found { Value: var document } => document.AsActor() is { } actor
                ? await StoreAsync(actor, domain, cancel)
                : new Fetched<ActorRow>.Missing("no actor"),
            Fetched<WireObject>.Missing missing => new Fetched<ActorRow>.Missing(missing.Reason),
            Fetched<WireObject>.Unreachable unreachable => new Fetched<ActorRow>.Unreachable(unreachable.Reason),
            _ => throw new InvalidOperationException("An outcome of a fetch was added and not looked at here."),
        };
    }

    /// <summary>Stores a document that came from the address that is its id.</summary>
    public async Task<Fetched<ActorRow>> StoreAsync(ActorObject actor, string? domain, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (instance.IsOurs(actor.Id))
        {
            return new Fetched<ActorRow>.Missing("an actor that claims to be ours");
        }

        var known = await actors.ByUriAsync(actor.Id, cancel);
        if (RemoteActor.Read(actor, known?.Id ?? ids.Next(), domain ?? known?.Domain, time.GetUtcNow()) is not { } stored)
        {
            return new Fetched<ActorRow>.Missing("an actor without a user name");
        }

        await commit.RunAsync<bool>(
            [UriKey.LockOf(actor.Id)],
            work =>
            {
                work.Want(stored);
                return Task.FromResult<Outcome<bool>>(true);
            },
            cancel);
        return await actors.ByUriAsync(actor.Id, cancel) is { DeletedAt: null } row
            ? new Fetched<ActorRow>.Found(row)
            : new Fetched<ActorRow>.Missing("its actor is gone");
    }
}
