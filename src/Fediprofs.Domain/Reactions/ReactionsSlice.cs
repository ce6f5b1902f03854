using Fediprofs.Domain.Storage;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Reactions;

/// <summary>Registers the slice.</summary>
public static class ReactionsSlice
{
    /// <summary>Adds boosts, favourites and bookmarks.</summary>
    public static IServiceCollection AddReactions(this IServiceCollection services) => services
        .AddSingleton<IStoreContribution, ReactionEvents>()
        .AddSingleton<Boosting>()
        .AddSingleton<Marking>()
        .AddSingleton<ReactionLookup>()
        .AddErased(ReactionColumns.All)
        .AddSingleton<IRebuild, BoostRebuild>()
        .AddSingleton<IRowWriter, ReactionAdditions>()
        .AddSingleton<IRowWriter, ReactionRemovals>();

    private sealed class ReactionEvents : IStoreContribution
    {
        public void Contribute(StoreOptions options)
        {
            options.Events.MapEventType<PostBoosted>("post_boosted");
            options.Events.MapEventType<BoostUndone>("boost_undone");
            options.Projections.Add(new LocalBoosts(), ProjectionLifecycle.Live);
        }
    }
}
