using Fediprofs.Domain.Posts;

namespace Fediprofs.Domain.Reactions;

/// <summary>A local person boosted a post. Stream <c>boost-{actor}-{post}</c>.</summary>
/// <param name="Boost">Snowflake of the boost.</param>
/// <param name="Actor">Who.</param>
/// <param name="Post">Snowflake of the post.</param>
/// <param name="PostUri">The post's id.</param>
/// <param name="Visibility">Of the boost.</param>
public sealed record PostBoosted(long Boost, long Actor, long Post, string PostUri, Visibility Visibility);

/// <summary>The boost was taken back.</summary>
/// <param name="Boost">Snowflake of the boost that is undone.</param>
public sealed record BoostUndone(long Boost);
