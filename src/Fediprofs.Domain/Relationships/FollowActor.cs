using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A local person follows an actor, or changes how.</summary>
/// <param name="Follower">Who follows.</param>
/// <param name="Followed">Who is followed.</param>
/// <param name="ShowBoosts">Whether boosts are shown; null keeps what is, at first true.</param>
/// <param name="Notify">Whether each post notifies; null keeps what is, at first false.</param>
public sealed record FollowActor(long Follower, long Followed, bool? ShowBoosts = null, bool? Notify = null)
{
    /// <summary>
    /// Decides: nobody follows oneself, somebody gone, or across a block. Local people are followed at once unless they
    /// approve by hand; remote ones are asked, once.
    /// </summary>
    public static Outcome<FollowDecision> Decide(ActorPair pair, FollowActor command, long id, string activityUri, DateTimeOffset now)
    {
        if (command.Follower == command.Followed)
        {
            return Refusal.Oneself;
        }

        if (!pair.Target.Available)
        {
            return Refusal.NotFound;
        }

        if (pair.Blocking || pair.BlockedBy)
        {
            return Refusal.Blocked;
        }

        var standing = pair.Following;
        var state = standing?.State ?? (pair.Target.Local && !pair.Target.Locked ? FollowState.Accepted : FollowState.Requested);
        var row = new FollowSet(
            command.Follower, command.Followed, standing?.Id ?? id, state, standing is null ? activityUri : standing.ActivityUri, now,
            command.ShowBoosts ?? standing?.ShowBoosts ?? true, command.Notify ?? standing?.Notify ?? false);
        var ask = standing is null && !pair.Target.Local
            ? new Outgoing(id, OutgoingKind.Follow, command.Follower, command.Followed, activityUri, command.Followed, new() { InnerObjectUri = pair.Target.Uri })
            : null;
        return new FollowDecision(row, ask);
    }
}

/// <summary>What a follow wants.</summary>
/// <param name="Row">The follow.</param>
/// <param name="Ask">Our Follow, where a remote actor must be asked.</param>
public sealed record FollowDecision(FollowSet Row, Outgoing? Ask);

/// <summary>Handles <see cref="FollowActor"/>.</summary>
public sealed class FollowActorHandler(ActorPairs pairs, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Gathers, decides, commits; answers the state of the follow.</summary>
    public Task<Outcome<FollowState>> HandleAsync(FollowActor command, CancellationToken cancel) =>
        pairs.RunAsync<FollowState>(command.Follower, command.Followed, (pair, unit) =>
        {
            var id = ids.Next();
            var decision = FollowActor.Decide(pair, command, id, uris.Activity(id), unit.Now);
            if (decision.Refused)
            {
                return decision.Refusal!.Value;
            }

            unit.Want(decision.Value.Row);
            if (decision.Value.Ask is { } ask)
            {
                unit.Send(ask);
            }

            return decision.Value.Row.State;
        }, cancel);
}
