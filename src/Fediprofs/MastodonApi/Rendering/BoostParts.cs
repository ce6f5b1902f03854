using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>A boost as bytes: a status of its own around the boosted one.</summary>
/// <param name="Members">The members of the Status object, without its braces.</param>
/// <param name="Actor">Who boosted.</param>
/// <param name="Post">What.</param>
/// <param name="Visibility">Of the boost.</param>
internal sealed record RenderedBoost(byte[] Members, long Actor, long Post, Visibility Visibility);

/// <summary>Boosts as bytes, by the boost's id.</summary>
internal sealed class BoostParts(ReactionLookup reactions, InstanceUris uris) : Kept<long, RenderedBoost>(capacity: 4000)
{
    protected override async Task<Dictionary<long, RenderedBoost>> ReadAsync(IReadOnlyList<long> keys, CancellationToken cancel) =>
        (await reactions.BoostsAsync(keys, cancel)).ToDictionary(b => b.Id, Render);

    private RenderedBoost Render(Boost boost)
    {
        var uri = boost.ActivityUri ?? uris.Activity(boost.Id);
        return new(
            StatusParts.Members(new Status { Id = boost.Id, CreatedAt = boost.At, Visibility = MastodonWords.Of(boost.Visibility), Uri = uri, Url = uri }),
            boost.Actor, boost.Post, boost.Visibility);
    }
}
