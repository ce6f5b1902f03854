using CsCheck;
using Fediprofs.Domain;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Relationships;

public sealed class FollowTests(TestPostgres postgres) : IAsyncLifetime
{
    private DomainRows rows = null!;

    public async ValueTask InitializeAsync() => rows = await DomainRows.OpenAsync(postgres, s => s.AddRelationships());

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    [Fact]
    public async Task Two_hundred_follows_of_one_actor_are_counted_once_each_and_answered()
    {
        var ines = await rows.ActorAsync("ines");
        var followers = new List<long>();
        for (var i = 0; i < 200; i++)
        {
            followers.Add(await rows.ActorAsync($"f{i}", "peer.test"));
        }

        FollowSet[] Received() => [.. followers.Select((f, i) => Follow(f, ines, $"https://peer.test/follows/{i}", answer: true))];
        var first = await rows.WriteAsync(Received());
        var again = await rows.WriteAsync(Received());

        Assert.Equal(200, await rows.ScalarAsync<int>("select followers_count from actors where id = $1", ines));
        Assert.Equal(200L, await rows.ScalarAsync<long>("select count(*) from actors where following_count = 1"));
        Assert.Equal(200, first.Changes.Count(c => c.Kind == ChangeKind.Followed));
        Assert.Equal(200, first.Outgoing.Count);
        Assert.Empty(again.Changes);
        Assert.Equal(200, again.Outgoing.Count);
    }

    [Fact]
    public async Task A_request_is_not_answered_until_it_is_accepted()
    {
        var (ines, ada) = (await rows.ActorAsync("ines", locked: true), await rows.ActorAsync("ada", "peer.test"));
        var asked = await rows.WriteAsync(Follow(ada, ines, "https://peer.test/f/1", FollowState.Requested, answer: true));
        Assert.Empty(asked.Outgoing);
        Assert.Equal(ChangeKind.FollowRequested, Assert.Single(asked.Changes).Kind);

        Assert.True((await rows.Get<AcceptFollowRequestHandler>().HandleAsync(new(ines, ada), default)).Value);

        Assert.Equal((short)OutgoingKind.AcceptFollow, await rows.ScalarAsync<short>("select kind from outgoing where actor = $1 and target = $2", ines, ada));
        Assert.Equal("https://peer.test/f/1", await rows.ScalarAsync<string>("select detail ->> 'objectUri' from outgoing"));
        Assert.Equal(1, await rows.ScalarAsync<int>("select followers_count from actors where id = $1", ines));
        Assert.True(Assert.Single(await rows.Get<RelationshipQueries>().OfAsync(ines, [ada], default)).FollowedBy);
    }

    [Fact]
    public async Task Follow_and_undo_end_the_same_in_any_order_and_repetition()
    {
        var ines = await rows.ActorAsync("ines");
        var n = 0;
        foreach (var order in Gen.Int[0, 1].Array[2, 6].Where(o => o.Contains(0) && o.Contains(1)).Array[12].Single())
        {
            var ada = await rows.ActorAsync($"ada{n++}", "peer.test");
            var uri = $"https://peer.test/f/{n}";
            foreach (var step in order)
            {
                await rows.WriteAsync(step == 0 ? Follow(ada, ines, uri) : new FollowEnded(ada, ines, ada, uri));
            }

            Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from follows where follower = $1", ada));
            Assert.Equal(0, await rows.ScalarAsync<int>("select followers_count from actors where id = $1", ines));
        }
    }

    [Fact]
    public async Task A_follow_and_a_block_end_the_same_in_any_order()
    {
        var (ines, ada, bob) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"), await rows.ActorAsync("bob", "peer.test"));
        await rows.WriteAsync(Follow(ada, ines, "https://peer.test/f/1"));
        var blocked = await rows.WriteAsync(new BlockSet(ines, ada, rows.Ids.Next(), null, TimeProvider.System.GetUtcNow()));
        await rows.WriteAsync(new BlockSet(bob, ines, rows.Ids.Next(), "https://peer.test/b/1", TimeProvider.System.GetUtcNow()));
        var refused = await rows.WriteAsync(Follow(bob, ines, "https://peer.test/f/2", answer: true));

        Assert.Equal([ChangeKind.Blocked, ChangeKind.Unfollowed], blocked.Changes.Select(c => c.Kind));
        Assert.Empty(refused.Changes);
        Assert.Empty(refused.Outgoing);
        Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from follows"));
        Assert.Equal(0, await rows.ScalarAsync<int>("select followers_count from actors where id = $1", ines));
    }

    [Fact]
    public async Task Nobody_ends_the_follow_of_others_or_refuses_their_ids()
    {
        var (ines, ada, eve) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"), await rows.ActorAsync("eve", "evil.test"));
        await rows.WriteAsync(Follow(ada, ines, "https://peer.test/f/1"));

        await rows.WriteAsync(new FollowEnded(null, null, eve, "https://peer.test/f/1"), new FollowEnded(ada, ines, eve, null), new FollowEnded(null, null, eve, "https://peer.test/notes/1"));

        Assert.Equal(1L, await rows.ScalarAsync<long>("select count(*) from follows"));
        Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from tombstones"));
    }

    [Fact]
    public async Task An_undo_that_names_only_the_id_ends_the_follow()
    {
        var (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
        await rows.WriteAsync(Follow(ada, ines, "https://peer.test/f/1"));
        var ended = await rows.WriteAsync(new FollowEnded(null, null, ada, "https://peer.test/f/1"));
        Assert.Equal(new ChangeRow(ChangeKind.Unfollowed, ada, Related: ines), Assert.Single(ended.Changes));
    }

    [Fact]
    public async Task A_remote_actor_is_asked_once_and_followed_when_it_accepts()
    {
        var (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
        var follow = rows.Get<FollowActorHandler>();
        Assert.Equal(FollowState.Requested, (await follow.HandleAsync(new(ines, ada), default)).Value);
        Assert.Equal(FollowState.Requested, (await follow.HandleAsync(new(ines, ada, ShowBoosts: false, Notify: true), default)).Value);
        Assert.Equal(1L, await rows.ScalarAsync<long>("select count(*) from outgoing where kind = 8"));
        var uri = await rows.ScalarAsync<string>("select uri from outgoing");

        await rows.WriteAsync(new FollowAccepted(ada, null, uri));

        var relationship = Assert.Single(await rows.Get<RelationshipQueries>().OfAsync(ines, [ada], default));
        Assert.True(relationship is { Following: true, Requested: false, Notifying: true, ShowingBoosts: false });
        Assert.True((await rows.Get<UnfollowActorHandler>().HandleAsync(new(ines, ada), default)).Value);
        Assert.Equal(uri, await rows.ScalarAsync<string>("select detail ->> 'objectUri' from outgoing where kind = 9"));
        Assert.Equal(0, await rows.ScalarAsync<int>("select following_count from actors where id = $1", ines));
    }

    [Fact]
    public async Task Local_people_are_followed_at_once_unless_they_approve_by_hand()
    {
        var (ines, max, lea) = (await rows.ActorAsync("ines"), await rows.ActorAsync("max"), await rows.ActorAsync("lea", locked: true));
        var follow = rows.Get<FollowActorHandler>();
        Assert.Equal(FollowState.Accepted, (await follow.HandleAsync(new(ines, max), default)).Value);
        Assert.Equal(FollowState.Requested, (await follow.HandleAsync(new(ines, lea), default)).Value);
        Assert.Equal(Refusal.Oneself, (await follow.HandleAsync(new(ines, ines), default)).Refusal);
        Assert.Equal(Refusal.NotFound, (await follow.HandleAsync(new(ines, 1), default)).Refusal);
        Assert.True((await rows.Get<BlockActorHandler>().HandleAsync(new(max, ines), default)).Value);
        Assert.Equal(Refusal.Blocked, (await follow.HandleAsync(new(ines, max), default)).Refusal);
        Assert.True((await rows.Get<RejectFollowRequestHandler>().HandleAsync(new(lea, ines), default)).Value);
        Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from follows"));
        Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from outgoing"));
    }

    [Fact]
    public async Task Blocking_and_unblocking_tell_a_remote_server()
    {
        var (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
        Assert.True((await rows.Get<BlockActorHandler>().HandleAsync(new(ines, ada), default)).Value);
        Assert.False((await rows.Get<BlockActorHandler>().HandleAsync(new(ines, ada), default)).Value);
        Assert.True((await rows.Get<UnblockActorHandler>().HandleAsync(new(ines, ada), default)).Value);
        Assert.False(Assert.Single(await rows.Get<RelationshipQueries>().OfAsync(ines, [ada], default)).Blocking);
        Assert.Equal(1L, await rows.ScalarAsync<long>("select count(*) from outgoing a join outgoing b on b.detail ->> 'objectUri' = a.uri where a.kind = 12 and b.kind = 13"));
    }

    [Fact]
    public async Task Mutes_end_by_themselves()
    {
        var (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
        await rows.Get<MuteActorHandler>().HandleAsync(new(ines, ada, HideNotifications: false), default);
        Assert.True(Assert.Single(await rows.Get<RelationshipQueries>().OfAsync(ines, [ada], default)) is { Muting: true, MutingNotifications: false });
        await rows.SqlAsync("update mutes set expires_at = now() - interval '1 second'");
        Assert.False(Assert.Single(await rows.Get<RelationshipQueries>().OfAsync(ines, [ada], default)).Muting);
        await rows.Get<UnmuteActorHandler>().HandleAsync(new(ines, ada), default);
        Assert.Equal(0L, await rows.ScalarAsync<long>("select count(*) from mutes"));
    }

    [Fact]
    public async Task Followers_are_paged_down_and_up()
    {
        var ines = await rows.ActorAsync("ines");
        for (var i = 0; i < 7; i++)
        {
            await rows.FollowAsync(await rows.ActorAsync($"f{i}"), ines);
        }

        var queries = rows.Get<RelationshipQueries>();
        var all = await queries.FollowersAsync(ines, new(Limit: 10), default);
        Assert.Equal(7, all.Count);
        Assert.Equal(all.Skip(3).Take(2), await queries.FollowersAsync(ines, new(MaxId: all[2].Id, Limit: 2), default));
        Assert.Equal(all.Skip(2).Take(2), await queries.FollowersAsync(ines, new(MinId: all[4].Id, Limit: 2), default));
        Assert.Equal(all.Take(2), await queries.FollowersAsync(ines, new(SinceId: all[4].Id, Limit: 2), default));
    }

    private FollowSet Follow(long follower, long followed, string uri, FollowState state = FollowState.Accepted, bool answer = false)
    {
        var id = rows.Ids.Next();
        return new(follower, followed, id, state, uri, TimeProvider.System.GetUtcNow(), Answer: answer ? new(rows.Ids.Next(), OutgoingKind.AcceptFollow, followed, follower, $"https://ecole.test/activities/{id}", follower) : null);
    }
}
