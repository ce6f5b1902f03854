using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Timelines;

/// <summary>Each rule twice: by key from the tables, and from the feed in memory.</summary>
[Collection(ChangesCollection.Name)]
public sealed class HomeTimelineTests(TestPostgres postgres) : IAsyncLifetime
{
    private DomainRows rows = null!;
    private long ines;
    private long ada;
    private long bob;
    private long eve;

    public async ValueTask InitializeAsync()
    {
        rows = await DomainRows.OpenAsync(postgres, s => s.AddTimelines());
        (ines, ada, bob, eve) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"), await rows.ActorAsync("bob", "peer.test"), await rows.ActorAsync("eve", "peer.test"));
        await rows.FollowAsync(ines, ada);
        await rows.FollowAsync(ines, bob);
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    [Fact]
    public async Task Answers_come_home_when_both_ends_are_followed_or_one_is_named()
    {
        var mine = await rows.PostAsync(ines);
        var adas = await rows.PostAsync(ada);
        var eves = await rows.PostAsync(eve);
        var toMe = await rows.PostAsync(ada, parent: mine);
        var toFollowed = await rows.PostAsync(bob, parent: adas);
        var toSelf = await rows.PostAsync(ada, parent: adas);
        await rows.PostAsync(ada, parent: eves);
        var named = await rows.PostAsync(ada, parent: eves, mentions: [ines]);
        await rows.PostAsync(ada, Visibility.Direct, mentions: [ines]);
        await SeesAsync(named, toSelf, toFollowed, toMe, adas, mine);
    }

    [Fact]
    public async Task Boosts_come_home_once_and_only_where_wanted()
    {
        var first = await rows.PostAsync(eve);
        var boost = await rows.BoostAsync(ada, first);
        await rows.BoostAsync(bob, first);
        var adas = await rows.PostAsync(ada);
        await rows.BoostAsync(bob, adas);
        await SeesAsync(adas, boost);
        await rows.SqlAsync("update follows set show_boosts = false where followed = $1", ada);
        await rows.TellAsync(ChangeKind.Followed, ines, related: ada);
        var page = await PageByKeyAsync(new());
        Assert.DoesNotContain(page, i => i.Author == ada && i.Kind == EntryKind.Boost);
    }

    [Fact]
    public async Task Nothing_comes_home_of_or_mentioning_somebody_blocked_or_muted()
    {
        var fine = await rows.PostAsync(ada);
        await rows.BoostAsync(ada, await rows.PostAsync(eve));
        await rows.PostAsync(ada, mentions: [eve]);
        await rows.PostAsync(bob);
        await rows.BlockAsync(ines, eve);
        await rows.MuteAsync(ines, bob);
        await SeesAsync(fine);
    }

    [Fact]
    public async Task Followers_only_posts_come_home_while_the_follow_is_accepted()
    {
        var post = await rows.PostAsync(ada, Visibility.Followers);
        await SeesAsync(post);
        await rows.SqlAsync("update follows set state = 0 where followed = $1", ada);
        Assert.Empty(await PageByKeyAsync(new()));
    }

    [Fact]
    public async Task A_feed_in_memory_follows_the_changes()
    {
        var reader = rows.Get<HomeFeedsReader>();
        await reader.StartAsync(default);
        await reader.StopAsync(default);
        rows.Get<HomeFeeds>().Keep();
        var first = await rows.PostAsync(ada);
        Assert.Equal([first], await IdsAsync(new()));

        var second = await rows.PostAsync(bob);
        await rows.TellAsync(ChangeKind.PostPublished, bob, second);
        var unseen = await rows.PostAsync(eve);
        await rows.TellAsync(ChangeKind.PostPublished, eve, unseen);
        var boost = await rows.BoostAsync(ada, unseen);
        await rows.TellAsync(ChangeKind.Boosted, ada, unseen, boost);
        Assert.Equal([first], await IdsAsync(new()));
        await reader.CatchUpAsync(default);
        Assert.Equal([boost, second, first], await IdsAsync(new()));

        await rows.SqlAsync("delete from posts where id = $1", second);
        await rows.TellAsync(ChangeKind.PostRemoved, bob, second);
        await reader.CatchUpAsync(default);
        Assert.Equal([boost, first], await IdsAsync(new()));

        await rows.SqlAsync("delete from follows where followed = $1", ada);
        await rows.TellAsync(ChangeKind.Unfollowed, ines, related: ada);
        await reader.CatchUpAsync(default);
        Assert.Empty(await IdsAsync(new()));
    }

    [Fact]
    public async Task Ones_own_act_is_seen_at_once()
    {
        rows.Get<HomeFeeds>().Keep();
        Assert.Empty(await IdsAsync(new()));
        var mine = await rows.PostAsync(ines);
        rows.Get<CommitSignals>().Committed(0, [new ChangeRow(ChangeKind.PostPublished, ines, mine)]);
        Assert.Equal([mine], await IdsAsync(new()));
    }

    [Fact]
    public async Task Pages_reach_beyond_what_memory_holds_in_both_directions()
    {
        await rows.SqlAsync(
            """
            insert into posts (id, uri, uri_key, author, local, kind, visibility, thread, content, published_at)
            select n * 1000, 'https://peer.test/n/' || n, md5(n::text)::uuid, case when n % 2 = 0 then $1 else $2 end, false, 1, 0, n * 1000, '', now() from generate_series(1, 1000) n
            """, ada, bob);
        await rows.SqlAsync("insert into entries select id, author, id, 0, 0, false from posts");
        rows.Get<HomeFeeds>().Keep();
        var all = Enumerable.Range(1, 1000).Select(n => n * 1000L).Reverse().ToList();
        for (var i = 0; i < 980; i += 70)
        {
            Assert.Equal(all.Skip(i + 1).Take(20), await IdsAsync(new(MaxId: all[i])));
            Assert.Equal(all.Take(i).TakeLast(20), await IdsAsync(new(MinId: all[i])));
            Assert.Equal(all.Take(Math.Min(i, 20)), await IdsAsync(new(SinceId: all[i])));
        }

        Assert.Equal(all.Skip(500).Take(10), await IdsAsync(new(MaxId: all[499], SinceId: all[510])));
    }

    [Fact]
    public async Task Somebody_who_follows_very_many_pages_as_everybody_does()
    {
        for (var i = 0; i < 120; i++)
        {
            await rows.FollowAsync(ines, await rows.ActorAsync($"f{i}", "peer.test"));
        }

        var ids = rows.Ids;
        var now = TimeProvider.System.GetUtcNow();
        var old = await rows.PostAsync(ada, id: ids.At(now.AddYears(-3)));
        var middle = await rows.PostAsync(bob, id: ids.At(now.AddDays(-30)));
        var recent = await rows.PostAsync(ada, id: ids.At(now.AddHours(-1)));
        await SeesAsync(recent, middle, old);
        Assert.Equal([old], (await PageByKeyAsync(new(MaxId: middle))).Select(i => i.EntryId));
        Assert.Equal([middle], (await PageByKeyAsync(new(MinId: old, Limit: 1))).Select(i => i.EntryId));
    }

    private async Task SeesAsync(params long[] entries)
    {
        Assert.Equal(entries, (await PageByKeyAsync(new())).Select(i => i.EntryId));
        rows.Get<HomeFeeds>().Keep();
        Assert.Equal(entries, await IdsAsync(new()));
        rows.Get<HomeFeeds>().Abandon();
    }

    private async Task<IReadOnlyList<TimelineItem>> PageByKeyAsync(Paging page)
    {
        rows.Get<HomeFeeds>().Abandon();
        return await rows.Get<HomeTimeline>().PageAsync(ines, page, default);
    }

    private async Task<IEnumerable<long>> IdsAsync(Paging page) =>
        (await rows.Get<HomeTimeline>().PageAsync(ines, page, default)).Select(i => i.EntryId);
}
