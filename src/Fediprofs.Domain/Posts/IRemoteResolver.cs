using Fediprofs.Domain.Actors;

namespace Fediprofs.Domain.Posts;

/// <summary>What stands at an address: an actor or a post.</summary>
/// <param name="Actor">The actor, when it is one.</param>
/// <param name="Post">The post, when it is one.</param>
public sealed record ResolvedAddress(ActorRow? Actor, PostRow? Post);

/// <summary>Finds what people paste into a search: handles and addresses of other servers.</summary>
public interface IRemoteResolver : IActorResolver
{
    /// <summary>The actor or post with this id or page, fetched when it is not known; null when there is neither.</summary>
    /// <param name="address">Absolute http(s) address.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<ResolvedAddress?> ByAddressAsync(string address, CancellationToken cancel);
}
