using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>
/// An actor shall be stored as this. Remote: newer <c>updated</c> (else newer <c>fetched</c>) wins, a tombstone always.
/// Counts are not written.
/// </summary>
/// <param name="Actor">The row.</param>
/// <param name="Keys">All of its keys; null leaves the stored ones.</param>
public sealed record ActorStored(ActorRow Actor, IReadOnlyList<ActorKeyRow>? Keys) : RowChange;

/// <summary>An actor is gone: posts, reactions, follows and notifications go too, the id never comes back.</summary>
/// <param name="Uri">The actor's id.</param>
public sealed record ActorRemoved(string Uri) : RowChange;
