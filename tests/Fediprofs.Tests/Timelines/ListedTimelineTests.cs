using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Timelines;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Timelines;

public sealed class ListedTimelineTests(TestPostgres postgres) : IAsyncLifetime
{
    private DomainRows rows = null!;
    private long ines;
    private long ada;

    public async ValueTask InitializeAsync()
    {
        rows = await DomainRows.OpenAsync(postgres, s => s.AddTimelines());
        (ines, ada) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"));
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    [Fact]
    public async Task The_public_timeline_lists_public_posts_without_boosts_and_answers_to_others()
    {
        var mine = await rows.PostAsync(ines);
        var adas = await rows.PostAsync(ada, media: true);
        await rows.PostAsync(ada, Visibility.Unlisted);
        await rows.PostAsync(ada, parent: mine);
        var thread = await rows.PostAsync(ada, parent: adas);
        await rows.BoostAsync(ada, mine);
        var timeline = rows.Get<PublicTimeline>();
        Assert.Equal([thread, adas, mine], Ids(await timeline.PageAsync(VisibleTo.Anyone, new(), new(), default)));
        Assert.Equal([mine], Ids(await timeline.PageAsync(VisibleTo.Anyone, new(Local: true), new(), default)));
        Assert.Equal([adas], Ids(await timeline.PageAsync(VisibleTo.Anyone, new(Remote: true, OnlyMedia: true), new(), default)));
        Assert.Equal([adas], Ids(await timeline.PageAsync(VisibleTo.Anyone, new(), new(MinId: mine, Limit: 1), default)));
        await rows.BlockAsync(ada, ines);
        Assert.Equal([mine], Ids(await timeline.PageAsync(ines, new(), new(), default)));
    }

    [Fact]
    public async Task A_hashtag_timeline_takes_any_all_and_none()
    {
        var both = await rows.PostAsync(ada, tags: ["maths", "cm1"]);
        var one = await rows.PostAsync(ada, tags: ["maths"]);
        await rows.PostAsync(ada, Visibility.Unlisted, tags: ["maths"]);
        var timeline = rows.Get<TagTimeline>();
        Assert.Equal([one, both], Ids(await timeline.PageAsync(ines, TagQuery.Of("maths"), new(), new(), default)));
        Assert.Equal([both], Ids(await timeline.PageAsync(ines, new(["maths"], ["cm1"], []), new(), new(), default)));
        Assert.Equal([one], Ids(await timeline.PageAsync(ines, new(["maths"], [], ["cm1"]), new(), new(), default)));
    }

    [Fact]
    public async Task An_actors_statuses_show_each_viewer_what_that_viewer_may_see()
    {
        var open = await rows.PostAsync(ines);
        var followers = await rows.PostAsync(ines, Visibility.Followers);
        var direct = await rows.PostAsync(ines, Visibility.Direct, mentions: [ada]);
        var answer = await rows.PostAsync(ines, parent: await rows.PostAsync(ada));
        var boost = await rows.BoostAsync(ines, await rows.PostAsync(ada));
        var bob = await rows.ActorAsync("bob");
        await rows.FollowAsync(bob, ines);
        var statuses = rows.Get<AccountStatuses>();
        Task<IReadOnlyList<TimelineItem>> Page(long viewer, StatusesFilter? filter = null) => statuses.PageAsync(viewer, ines, filter ?? new(), new(), default);
        Assert.Equal([boost, answer, open], Ids(await Page(VisibleTo.Anyone)));
        Assert.Equal([boost, answer, direct, open], Ids(await Page(ada)));
        Assert.Equal([boost, answer, followers, open], Ids(await Page(bob)));
        Assert.Equal([boost, answer, direct, followers, open], Ids(await Page(ines)));
        Assert.Equal([open], Ids(await Page(VisibleTo.Anyone, new(ExcludeReplies: true, ExcludeBoosts: true))));
        await rows.BlockAsync(ines, bob);
        Assert.Empty(await Page(bob));
    }

    [Fact]
    public async Task A_thread_shows_what_the_viewer_may_see_each_answer_before_its_own()
    {
        var root = await rows.PostAsync(ines);
        var post = await rows.PostAsync(ada, parent: root);
        var first = await rows.PostAsync(ines, parent: post);
        var second = await rows.PostAsync(ines, parent: post);
        var below = await rows.PostAsync(ada, parent: first);
        var secret = await rows.PostAsync(ada, Visibility.Direct, parent: first, mentions: [ines]);
        var threads = rows.Get<Threads>();
        var seen = await threads.AroundAsync(VisibleTo.Anyone, post, default);
        Assert.Equal([root], seen.Ancestors);
        Assert.Equal([first, below, second], seen.Descendants);
        Assert.Equal([first, below, secret, second], (await threads.AroundAsync(ines, post, default)).Descendants);
        Assert.Equal([root, post], (await threads.AroundAsync(VisibleTo.Anyone, first, default)).Ancestors);
    }

    private static IEnumerable<long> Ids(IEnumerable<TimelineItem> items) => items.Select(i => i.EntryId);
}
