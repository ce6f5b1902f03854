using Fediprofs.Domain.Notifications;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Search;
using Fediprofs.Domain.Timelines;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Domain;

/// <summary>What others read of the main job: home, notifications, search, reach.</summary>
[Collection(ChangesCollection.Name)]
public sealed class ReadersTests(TestPostgres postgres)
{
    private static readonly CancellationToken Now = CancellationToken.None;

    [Fact]
    public async Task A_boosted_question_comes_home_to_followers_and_tells_who_is_concerned()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var (claire, bob, dora) = (await host.OpenAsync("claire"), await host.OpenAsync("bob"), await host.OpenAsync("dora"));
        Assert.Equal(FollowState.Accepted, (await host.Get<FollowActorHandler>().HandleAsync(new(dora, bob), Now)).Value);
        var question = (await host.Get<Asking>().HandleAsync(new(claire, "Dyslexie", "Quels outils pour la lecture ?") { Subjects = ["francais"], Levels = ["cm1"] }, Now)).Value!;
        var boost = (await host.Get<Boosting>().HandleAsync(new BoostPost(bob, question.Id), Now)).Value;
        var answer = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(dora, "@claire la lecture à deux voix") { InReplyTo = question.Id }, Now)).Value!;
        await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(claire, question.Id, answer.Id), Now);

        var home = await host.Get<HomeTimeline>().PageAsync(dora, new(), Now);
        Assert.Equal([(answer.Id, EntryKind.Reply), (boost, EntryKind.Boost)], home.Select(i => (i.EntryId, i.Kind)));
        Assert.Equal([answer.Id], (await host.Get<Threads>().AroundAsync(VisibleTo.Anyone, question.Id, Now)).Descendants);

        await host.Get<NotificationWriter>().CatchUpAsync(Now);
        Assert.Equal([(NotificationKind.Mention, dora), (NotificationKind.Boost, bob)], await ToldAsync(host, claire));
        Assert.Equal([(NotificationKind.AnswerKept, claire)], await ToldAsync(host, dora));
        Assert.Equal([(NotificationKind.QuestionAnswered, claire), (NotificationKind.Follow, dora)], await ToldAsync(host, bob));

        await host.Get<SearchIndex>().CatchUpAsync(Now);
        Assert.Equal([answer.Id, question.Id], await host.Get<PostSearch>().FindAsync(bob, "lecture", null, new(), 0, Now));
        Assert.Equal([dora], await host.Get<AccountSearch>().FindAsync(claire, "dor", false, 5, 0, Now));
        Assert.Equal(1, (await host.Get<Reach>().OfAsync([question.Id], Now))[question.Id].Colleagues);
    }

    private static async Task<IEnumerable<(NotificationKind Kind, long Actor)>> ToldAsync(TestInstance host, long account) =>
        (await host.Get<NotificationQueries>().PageAsync(account, NotificationFilter.All, new(), Now)).Select(n => (n.Kind, n.Actor));
}
