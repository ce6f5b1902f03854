using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person blocks no longer. Follows that the block ended do not come back.</summary>
/// <param name="Actor">Who blocked.</param>
/// <param name="Target">Who was blocked.</param>
public sealed record UnblockActor(long Actor, long Target)
{
    /// <summary>Decides: nothing where there is no block; a remote actor's server is told which Block is undone.</summary>
    public static RelationshipDecision Decide(ActorPair pair, UnblockActor command, long id, string activityUri) =>
        pair.Blocking
            ? new(
                new BlockEnded(command.Actor, command.Target, pair.BlockUri),
                pair.Target.Local
                    ? null
                    : new(id, OutgoingKind.UndoBlock, command.Actor, command.Target, activityUri, command.Target, new() { ObjectUri = pair.BlockUri, InnerObjectUri = pair.Target.Uri }))
            : RelationshipDecision.Nothing;
}

/// <summary>Handles <see cref="UnblockActor"/>.</summary>
public sealed class UnblockActorHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(UnblockActor command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Actor, command.Target, (pair, unit) =>
        {
            var id = ids.Next();
            return UnblockActor.Decide(pair, command, id, uris.Activity(id)).Enter(unit);
        }, cancel);
}
