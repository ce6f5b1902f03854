using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person does not want to see an actor. Nobody is told.</summary>
/// <param name="Actor">Who mutes.</param>
/// <param name="Target">Who is muted.</param>
/// <param name="HideNotifications">Whether notifications are hidden too.</param>
/// <param name="Duration">How long; null for ever.</param>
public sealed record MuteActor(long Actor, long Target, bool HideNotifications = true, TimeSpan? Duration = null)
{
    /// <summary>Decides: nobody mutes oneself.</summary>
    public static Outcome<RelationshipDecision> Decide(MuteActor command, long id, DateTimeOffset now) =>
        command.Actor == command.Target
            ? Refusal.Oneself
            : new RelationshipDecision(new MuteSet(command.Actor, command.Target, id, command.HideNotifications, now + command.Duration), null);
}

/// <summary>Handles <see cref="MuteActor"/>.</summary>
public sealed class MuteActorHandler(ActorPairs pairs, SnowflakeIds ids)
{
    /// <summary>Gathers, decides, commits; answers whether anything changed.</summary>
    public Task<Outcome<bool>> HandleAsync(MuteActor command, CancellationToken cancel) =>
        pairs.RunAsync<bool>(command.Actor, command.Target, (_, unit) =>
        {
            var decision = MuteActor.Decide(command, ids.Next(), unit.Now);
            return decision.Refused ? decision.Refusal!.Value : decision.Value.Enter(unit);
        }, cancel);
}
