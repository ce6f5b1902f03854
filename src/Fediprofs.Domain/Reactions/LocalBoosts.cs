using Fediprofs.Domain.Storage;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Fediprofs.Domain.Reactions;

/// <summary>Folds the stream of a boost. Pure: it may be run again at any time.</summary>
public sealed partial class LocalBoosts : SingleStreamProjection<LocalBoost, string>
{
    /// <inheritdoc/>
    public override LocalBoost? Evolve(LocalBoost? snapshot, string id, IEvent e) => Next(snapshot, id, e.Data, e.Timestamp);

    /// <summary>The state after one more event.</summary>
    public static LocalBoost? Next(LocalBoost? state, string id, object data, DateTimeOffset at) => data switch
    {
        PostBoosted boosted => new LocalBoost { Id = id, Boost = boosted, At = at },
        BoostUndone => new LocalBoost { Id = id },
        _ => state,
    };

    /// <summary>The row of a boost in force.</summary>
    public static ReactionAdded RowOf(PostBoosted boost, DateTimeOffset at, InstanceUris uris) =>
        new(boost.Actor, boost.Post, ReactionKind.Boost, boost.Boost, uris.Activity(boost.Boost), at, boost.Visibility, Local: true);
}
