using Fediprofs.Domain;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;
using Relationship = Fediprofs.MastodonApi.Entities.Relationship;

namespace Fediprofs.MastodonApi;

/// <summary>What stands between the reader and others: follow, block, mute, requests, and the lists of each.</summary>
internal sealed class Relationships(
    FollowActorHandler follow, UnfollowActorHandler unfollow, BlockActorHandler block, UnblockActorHandler unblock, MuteActorHandler mute, UnmuteActorHandler unmute,
    RemoveFollowerHandler remove, AcceptFollowRequestHandler accept, RejectFollowRequestHandler reject,
    RelationshipQueries queries, AccountParts parts, AccountRenderer accounts, RenderedChanges rendered, InstanceUris uris)
{
    private const int MostIds = 40;

    public void Map(ApiMap api)
    {
        api.Get("/api/v1/accounts/relationships", ListAsync).RequireScope("read:follows");
        api.Post("/api/v1/accounts/{id:long}/follow", FollowAsync).RequireScope("write:follows");
        api.Post("/api/v1/accounts/{id:long}/unfollow", To(async (me, other, cancel) => (await unfollow.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:follows");
        api.Post("/api/v1/accounts/{id:long}/remove_from_followers", To(async (me, other, cancel) => (await remove.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:follows");
        api.Post("/api/v1/accounts/{id:long}/block", To(async (me, other, cancel) => (await block.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:blocks");
        api.Post("/api/v1/accounts/{id:long}/unblock", To(async (me, other, cancel) => (await unblock.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:blocks");
        api.Post("/api/v1/accounts/{id:long}/mute", MuteAsync).RequireScope("write:mutes");
        api.Post("/api/v1/accounts/{id:long}/unmute", To(async (me, other, cancel) => (await unmute.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:mutes");
        api.Get("/api/v1/blocks", (http, reader) => PageAsync(http, reader, queries.BlockedAsync)).RequireScope("read:blocks");
        api.Get("/api/v1/mutes", MutesAsync).RequireScope("read:mutes");
        api.Get("/api/v1/follow_requests", (http, reader) => PageAsync(http, reader, queries.RequestsAsync)).RequireScope("read:follows");
        api.Post("/api/v1/follow_requests/{id:long}/authorize", To(async (me, other, cancel) => (await accept.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:follows");
        api.Post("/api/v1/follow_requests/{id:long}/reject", To(async (me, other, cancel) => (await reject.HandleAsync(new(me, other), cancel)).Refusal)).RequireScope("write:follows");
    }

    private async Task ListAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        var ids = fields.IdList("id").Concat(fields.IdList("ids")).Distinct().Take(MostIds).ToList();
        IReadOnlyList<Relationship> entities = [.. (await queries.OfAsync(reader, ids, http.RequestAborted)).Select(Entity)];
        await http.SendAsync(entities, EntityJson.Relaxed.IReadOnlyListRelationship);
    }

    private async Task FollowAsync(HttpContext http, long reader)
    {
        if (await Fields.ReadAsync(http) is not { } fields)
        {
            await http.MalformedAsync();
            return;
        }

        var (boosts, notify) = (fields.Flag("reblogs"), fields.Flag("notify"));
        await ChangeAsync(http, reader, async (me, other, cancel) => (await follow.HandleAsync(new(me, other, boosts, notify), cancel)).Refusal);
    }

    private async Task MuteAsync(HttpContext http, long reader)
    {
        if (await Fields.ReadAsync(http) is not { } fields)
        {
            await http.MalformedAsync();
            return;
        }

        var hide = fields.Flag("notifications") ?? true;
        var duration = fields.Number("duration") is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        await ChangeAsync(http, reader, async (me, other, cancel) => (await mute.HandleAsync(new(me, other, hide, duration), cancel)).Refusal);
    }

    private ApiHandler To(Func<long, long, CancellationToken, Task<Refusal?>> change) => (http, reader) => ChangeAsync(http, reader, change);

    private async Task ChangeAsync(HttpContext http, long reader, Func<long, long, CancellationToken, Task<Refusal?>> change)
    {
        var other = Ids.InPath(http);
        if (await parts.OneAsync(other, http.RequestAborted) is not { Gone: false })
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        if (await change(reader, other, http.RequestAborted) is { } refusal)
        {
            await http.RefuseAsync(refusal);
            return;
        }

        rendered.Apply(new(ChangeKind.Followed, reader, Related: other));
        rendered.Apply(new(ChangeKind.Followed, other, Related: reader));
        var relationship = (await queries.OfAsync(reader, [other], http.RequestAborted)).Single();
        await http.SendAsync(Entity(relationship), EntityJson.Relaxed.Relationship);
    }

    private async Task PageAsync(HttpContext http, long reader, Func<long, Domain.Storage.Paging, CancellationToken, Task<IReadOnlyList<RelatedActor>>> query)
    {
        var page = Pages.Asked(http, usual: 40, most: 80);
        await Accounts.SendAsync(http, accounts, uris, await query(reader, page, http.RequestAborted), page);
    }

    private async Task MutesAsync(HttpContext http, long reader)
    {
        var page = Pages.Asked(http, usual: 40, most: 80);
        var muted = await queries.MutedAsync(reader, page, http.RequestAborted);
        var ends = (await queries.OfAsync(reader, [.. muted.Select(m => m.Actor)], http.RequestAborted)).ToDictionary(r => r.Actor, r => r.MuteExpiresAt);
        await Accounts.SendAsync(http, accounts, uris, muted, page, (to, i) =>
        {
            to.Write(",\"mute_expires_at\":"u8);
            to.Write(ends.GetValueOrDefault(muted[i].Actor), EntityJson.Relaxed.NullableDateTimeOffset);
        });
    }

    private static Relationship Entity(Domain.Relationships.Relationship r) => new()
    {
        Id = r.Actor,
        Following = r.Following,
        ShowingReblogs = r.ShowingBoosts,
        Notifying = r.Notifying,
        FollowedBy = r.FollowedBy,
        Blocking = r.Blocking,
        BlockedBy = r.BlockedBy,
        Muting = r.Muting,
        MutingNotifications = r.MutingNotifications,
        MutingExpiresAt = r.MuteExpiresAt,
        Requested = r.Requested,
        RequestedBy = r.RequestedBy,
    };
}
