namespace Fediprofs.Domain.Actors;

/// <summary>Finds an actor that may not be known here yet. The federation rim fetches; without it only known actors are found.</summary>
public interface IActorResolver
{
    /// <summary>The actor of a remote handle, fetched when it is unknown or stale; null when there is none.</summary>
    Task<ActorRow?> ByHandleAsync(string username, string domain, CancellationToken cancel);
}
