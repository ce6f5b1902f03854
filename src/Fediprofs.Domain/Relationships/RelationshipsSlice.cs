using Fediprofs.Domain.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Domain.Relationships;

/// <summary>Registers the slice.</summary>
public static class RelationshipsSlice
{
    /// <summary>Adds use cases, queries and row writers of follows, blocks and mutes.</summary>
    public static IServiceCollection AddRelationships(this IServiceCollection services) => services
        .AddErased(RelationshipColumns.All)
        .AddSingleton<IRecount, FollowRecount>()
        .AddSingleton<IRowWriter, BlockSets>()
        .AddSingleton<IRowWriter, BlockEnds>()
        .AddSingleton<IRowWriter, FollowSets>()
        .AddSingleton<IRowWriter, FollowAnswers>()
        .AddSingleton<IRowWriter, FollowEnds>()
        .AddSingleton<IRowWriter, MuteSets>()
        .AddSingleton<IRowWriter, MuteEnds>()
        .AddSingleton<ActorPairs>()
        .AddSingleton<FollowActorHandler>()
        .AddSingleton<UnfollowActorHandler>()
        .AddSingleton<AcceptFollowRequestHandler>()
        .AddSingleton<RejectFollowRequestHandler>()
        .AddSingleton<RemoveFollowerHandler>()
        .AddSingleton<BlockActorHandler>()
        .AddSingleton<UnblockActorHandler>()
        .AddSingleton<MuteActorHandler>()
        .AddSingleton<UnmuteActorHandler>()
        .AddSingleton<RelationshipQueries>();
}
