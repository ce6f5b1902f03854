using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Notifications;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Notifications;

[Collection(ChangesCollection.Name)]
public sealed class NotificationTests(TestPostgres postgres) : IAsyncLifetime
{
    private DomainRows rows = null!;
    private long ines;
    private long ada;
    private long max;

    public async ValueTask InitializeAsync()
    {
        rows = await DomainRows.OpenAsync(postgres, s => s.AddNotifications());
        (ines, ada, max) = (await rows.ActorAsync("ines"), await rows.ActorAsync("ada", "peer.test"), await rows.ActorAsync("max"));
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    [Fact]
    public async Task Who_is_mentioned_answered_or_alone_addressed_is_told_once()
    {
        var question = await rows.PostAsync(ines);
        var mention = await PublishAsync(ada, mentions: [ines]);
        var both = await PublishAsync(ada, parent: question, mentions: [ines]);
        var answer = await PublishAsync(ada, parent: question);
        var direct = await PublishAsync(ada, Visibility.Direct, mentions: [ines], silent: true);
        await PublishAsync(ada, mentions: [ines], silent: true);
        await ToldAsync(ines, (NotificationKind.Mention, ada, direct), (NotificationKind.Mention, ada, answer), (NotificationKind.Mention, ada, both), (NotificationKind.Mention, ada, mention));
        await rows.TellAsync(ChangeKind.PostPublished, ada, mention);
        Assert.Equal(4, (await ReadAsync(ines)).Count);
    }

    [Fact]
    public async Task Boosts_favourites_and_follows_are_told_and_go_when_they_are_taken_back()
    {
        var post = await rows.PostAsync(ines);
        var boost = await rows.BoostAsync(ada, post);
        await rows.SqlAsync("insert into reactions (actor, post, kind, id, created_at) values ($1, $2, 2, $3, now())", ada, post, rows.Ids.Next());
        await rows.FollowAsync(ada, ines, accepted: false);
        await rows.TellAsync(ChangeKind.Boosted, ada, post, boost);
        await rows.TellAsync(ChangeKind.Favourited, ada, post);
        await rows.TellAsync(ChangeKind.FollowRequested, ada, related: ines);
        await ToldAsync(ines, (NotificationKind.FollowRequest, ada, null), (NotificationKind.Favourite, ada, post), (NotificationKind.Boost, ada, post));

        await rows.SqlAsync("update follows set state = 1");
        await rows.SqlAsync("delete from reactions");
        await rows.TellAsync(ChangeKind.Followed, ada, related: ines);
        await rows.TellAsync(ChangeKind.BoostUndone, ada, post, boost);
        await rows.TellAsync(ChangeKind.FavouriteUndone, ada, post);
        await ToldAsync(ines, (NotificationKind.Follow, ada, null));

        await rows.SqlAsync("delete from follows");
        await rows.TellAsync(ChangeKind.Unfollowed, ada, related: ines);
        await ToldAsync(ines);
    }

    [Fact]
    public async Task Nobody_is_told_by_oneself_by_somebody_blocked_or_by_somebody_muted()
    {
        var (bob, eve, lou) = (await rows.ActorAsync("bob", "peer.test"), await rows.ActorAsync("eve", "peer.test"), await rows.ActorAsync("lou", "peer.test"));
        await rows.BlockAsync(ines, bob);
        await rows.MuteAsync(ines, eve);
        await rows.MuteAsync(ines, lou, notifications: false);
        await PublishAsync(ines, mentions: [ines]);
        await PublishAsync(bob, mentions: [ines]);
        await PublishAsync(eve, mentions: [ines]);
        var seen = await PublishAsync(lou, mentions: [ines]);
        await ToldAsync(ines, (NotificationKind.Mention, lou, seen));
        await rows.BlockAsync(ines, lou);
        await rows.TellAsync(ChangeKind.Blocked, ines, related: lou);
        await ToldAsync(ines);
    }

    [Fact]
    public async Task Who_asked_for_it_hears_of_each_post_and_boosters_of_each_edit()
    {
        await rows.FollowAsync(ines, ada, notify: true);
        var post = await PublishAsync(ada);
        await PublishAsync(ada, Visibility.Direct);
        await PublishAsync(ada, parent: await rows.PostAsync(max));
        await rows.BoostAsync(max, post);
        await rows.TellAsync(ChangeKind.PostEdited, ada, post, 0);
        await ToldAsync(ines, (NotificationKind.Status, ada, post));
        Assert.DoesNotContain(await ReadAsync(max), n => n.Kind == NotificationKind.Update);
        await rows.TellAsync(ChangeKind.PostEdited, ada, post, 1);
        var first = Assert.Single(await ReadAsync(max), n => n.Kind == NotificationKind.Update);
        await rows.TellAsync(ChangeKind.PostEdited, ada, post, 1);
        var second = Assert.Single(await ReadAsync(max), n => n.Kind == NotificationKind.Update);
        Assert.True(second.Id > first.Id);
    }

    [Fact]
    public async Task An_answer_kept_is_told_to_its_author_and_to_those_who_carried_the_question()
    {
        var lea = await rows.ActorAsync("lea");
        var question = await rows.PostAsync(ines);
        var answer = await rows.PostAsync(max, parent: question);
        await rows.BoostAsync(lea, question);
        await rows.BoostAsync(max, question);
        await rows.TellAsync(ChangeKind.AnswerKept, ines, answer, question);
        await ToldAsync(max, (NotificationKind.AnswerKept, ines, answer));
        await ToldAsync(lea, (NotificationKind.QuestionAnswered, ines, question));
    }

    [Fact]
    public async Task An_answer_kept_by_an_asker_elsewhere_is_told_too()
    {
        var question = await rows.PostAsync(ada);
        var answer = await rows.PostAsync(max, parent: question);
        await rows.BoostAsync(ines, question);
        await rows.SqlAsync("update posts set is_question = true, kept_answers = array[$2] where id = $1", question, $"https://ecole.test/posts/{answer}");
        await rows.TellAsync(ChangeKind.PostEdited, ada, question, 0);
        await rows.TellAsync(ChangeKind.PostEdited, ada, question, 0);
        await ToldAsync(max, (NotificationKind.AnswerKept, ada, answer));
        await ToldAsync(ines, (NotificationKind.QuestionAnswered, ada, question));
    }

    [Fact]
    public async Task Notifications_are_filtered_paged_and_dismissed()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            await PublishAsync(ada, mentions: [ines]);
        }

        await rows.FollowAsync(max, ines);
        await rows.TellAsync(ChangeKind.Followed, max, related: ines);
        ids.AddRange((await ReadAsync(ines)).Select(n => n.Id));
        var queries = rows.Get<NotificationQueries>();
        Assert.Equal(6, ids.Count);
        Assert.Equal(ids.Skip(2).Take(2), (await queries.PageAsync(ines, NotificationFilter.All, new(MaxId: ids[1], Limit: 2), default)).Select(n => n.Id));
        Assert.Equal(ids.Skip(2).Take(2), (await queries.PageAsync(ines, NotificationFilter.All, new(MinId: ids[4], Limit: 2), default)).Select(n => n.Id));
        Assert.Equal(ids.Take(1), (await queries.PageAsync(ines, new([NotificationKind.Follow], []), new(), default)).Select(n => n.Id));
        Assert.Equal(ids.Skip(1), (await queries.PageAsync(ines, new([], [NotificationKind.Follow]), new(), default)).Select(n => n.Id));
        Assert.Equal(ids.Take(1), (await queries.PageAsync(ines, new([], [], max), new(), default)).Select(n => n.Id));
        Assert.Equal(2, await queries.CountAfterAsync(ines, ids[2], 100, default));
        Assert.False(await queries.DismissAsync(max, ids[0], default));
        Assert.True(await queries.DismissAsync(ines, ids[0], default));
        Assert.Null(await queries.ByIdAsync(ines, ids[0], default));
        await queries.ClearAsync(ines, default);
        Assert.Empty(await ReadAsync(ines));
    }

    [Fact]
    public async Task Changes_of_a_late_commit_are_not_skipped()
    {
        await using var connection = await rows.Database.OpenConnectionAsync();
        await using var late = await connection.BeginTransactionAsync();
        var post = await rows.PostAsync(ines);
        await rows.BoostAsync(ada, post);
        await rows.BoostAsync(max, post);
        await using (var insert = new Npgsql.NpgsqlCommand("insert into changes (kind, actor, post, at) values (4, $1, $2, now())", connection, late) { Parameters = { new() { Value = ada }, new() { Value = post } } })
        {
            await insert.ExecuteNonQueryAsync();
        }

        await rows.TellAsync(ChangeKind.Boosted, max, post);
        Assert.Empty(await ReadAsync(ines));
        await late.CommitAsync();
        Assert.Equal(2, (await ReadAsync(ines)).Count);
    }

    [Fact]
    public async Task Two_nodes_do_not_consume_the_same_changes()
    {
        await PublishAsync(ada, mentions: [ines]);
        await ReadAsync(ines);
        await using var connection = await rows.Database.OpenConnectionAsync();
        await using var other = await connection.BeginTransactionAsync();
        await using (var take = new Npgsql.NpgsqlCommand("select 1 from change_cursors where consumer = 'notifications' for update", connection, other))
        {
            await take.ExecuteNonQueryAsync();
        }

        await PublishAsync(ada, mentions: [ines]);
        Assert.Equal(0, await rows.Get<NotificationWriter>().CatchUpAsync(default));
        await other.RollbackAsync();
        Assert.Equal(1, await rows.Get<NotificationWriter>().CatchUpAsync(default));
    }

    [Fact]
    public async Task Reach_counts_people_academies_and_servers()
    {
        var post = await rows.PostAsync(ines);
        await rows.BoostAsync(ines, post);
        await rows.BoostAsync(ada, post);
        await rows.BoostAsync(await rows.ActorAsync("l1", academie: "lille"), post);
        await rows.BoostAsync(await rows.ActorAsync("l2", academie: "lille"), post);
        await rows.BoostAsync(await rows.ActorAsync("n1", "nantes.test", academie: "nantes"), post);
        await rows.BoostAsync(await rows.ActorAsync("d1", "profs.ac-dijon.fr"), post);
        var other = await rows.PostAsync(ines);
        var reach = await new Reach(rows.Database, CurriculumCatalogue.Load()).OfAsync([post, other], default);
        Assert.Equal(new PostReach(5, 3, 4), reach[post]);
        Assert.False(reach.ContainsKey(other));
    }

    private async Task<long> PublishAsync(long author, Visibility visibility = Visibility.Public, long? parent = null, long[]? mentions = null, bool silent = false)
    {
        var post = await rows.PostAsync(author, visibility, parent, mentions: mentions, silent: silent);
        await rows.TellAsync(ChangeKind.PostPublished, author, post, parent);
        return post;
    }

    private async Task<IReadOnlyList<NotificationRow>> ReadAsync(long account)
    {
        await rows.Get<NotificationWriter>().CatchUpAsync(default);
        return await rows.Get<NotificationQueries>().PageAsync(account, NotificationFilter.All, new(), default);
    }

    private async Task ToldAsync(long account, params (NotificationKind Kind, long Actor, long? Post)[] expected) =>
        Assert.Equal(expected, (await ReadAsync(account)).Select(n => (n.Kind, n.Actor, n.Post)));
}
