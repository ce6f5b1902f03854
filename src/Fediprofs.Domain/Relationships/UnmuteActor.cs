using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person wants to see an actor again.</summary>
/// <param name="Actor">Who muted.</param>
/// <param name="Target">Who was muted.</param>
public sealed record UnmuteActor(long Actor, long Target)
{
    /// <summary>Decides: always possible, changes nothing where there is no mute.</summary>
    public static RelationshipDecision Decide(UnmuteActor command) => new(new MuteEnded(command.Actor, command.Target), null);
}

/// <summary>Handles <see cref="UnmuteActor"/>.</summary>
public sealed class UnmuteActorHandler(ActorPairs pairs)
{
    /// <summary>Gathers, decides, commits.</summary>
    public Task<Outcome<bool>> HandleAsync(UnmuteActor command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Actor, command.Target, (_, unit) => UnmuteActor.Decide(command).Enter(unit), cancel);
}
