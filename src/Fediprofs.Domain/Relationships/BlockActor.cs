using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person blocks an actor.</summary>
/// <param name="Actor">Who blocks.</param>
/// <param name="Target">Who is blocked.</param>
public sealed record BlockActor(long Actor, long Target)
{
    /// <summary>Decides: nobody blocks oneself; nothing where the block is there. A remote actor's server is told, so that it severs too.</summary>
    public static Outcome<RelationshipDecision> Decide(ActorPair pair, BlockActor command, long id, string activityUri, DateTimeOffset now)
    {
        if (command.Actor == command.Target)
        {
            return Refusal.Oneself;
        }

        if (pair.Blocking)
        {
            return RelationshipDecision.Nothing;
        }

        return new RelationshipDecision(
            new BlockSet(command.Actor, command.Target, id, activityUri, now),
            pair.Target.Local
                ? null
                : new(id, OutgoingKind.Block, command.Actor, command.Target, activityUri, command.Target, new() { InnerObjectUri = pair.Target.Uri }));
    }
}

/// <summary>Handles <see cref="BlockActor"/>.</summary>
public sealed class BlockActorHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(BlockActor command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Actor, command.Target, (pair, unit) =>
        {
            var id = ids.Next();
            var decision = BlockActor.Decide(pair, command, id, uris.Activity(id), unit.Now);
            return decision.Refused ? decision.Refusal!.Value : decision.Value.Enter(unit);
        }, cancel);
}
