using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fediprofs.Tests.Domain;

/// <summary>The main job on one instance, through the domain alone.</summary>
public sealed class StoryTests(TestPostgres postgres)
{
    private static readonly CancellationToken Now = CancellationToken.None;

    [Fact]
    public async Task A_question_is_asked_boosted_answered_and_the_answer_kept()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var bob = await host.OpenAsync("bob");

        var question = (await host.Get<Asking>().HandleAsync(new(claire, "Un outil pour des élèves dyslexiques ?", "Qu'utilisez-vous en #CM1 ?") { Subjects = ["francais"], Levels = ["cm1"] }, Now)).Value!;
        Assert.True(question.IsQuestion);
        Assert.Equal(QuestionState.Open, question.QuestionState);
        Assert.StartsWith("<p><strong>Un outil pour des élèves dyslexiques ?</strong></p>", question.Content, StringComparison.Ordinal);
        Assert.Contains("questionprof", question.Tags);

        var boost = await host.Get<Boosting>().HandleAsync(new BoostPost(bob, question.Id), Now);
        Assert.False(boost.Refused);
        Assert.Equal(boost.Value, (await host.Get<Boosting>().HandleAsync(new BoostPost(bob, question.Id), Now)).Value);

        var answer = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(bob, "@claire essayez la lecture à deux voix") { InReplyTo = question.Id }, Now)).Value!;
        Assert.Equal(question.Id, answer.InReplyTo);
        Assert.Equal(question.Thread, answer.Thread);
        Assert.True(answer.IsAnswer);

        var kept = (await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(claire, question.Id, answer.Id), Now)).Value!;
        Assert.Equal(QuestionState.Answered, kept.QuestionState);
        Assert.Equal([answer.Uri], kept.KeptAnswers);
        Assert.Null(kept.EditedAt);

        var counts = (await host.Get<PostLookup>().CountsAsync([question.Id], Now))[question.Id];
        Assert.Equal(new PostCounts(1, 1, 0), counts);
        Assert.Equal(Fediprofs.Domain.Refusal.NotAllowed, (await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(bob, question.Id, answer.Id), Now)).Refusal);
    }

    [Fact]
    public async Task A_deleted_post_leaves_no_text_behind()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var post = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(claire, "secret-de-polichinelle"), Now)).Value!;
        Assert.False((await host.Get<PostEditing>().HandleAsync(new EditPost(claire, post.Id, "secret-de-polichinelle bis"), Now)).Refused);
        Assert.Single(await host.Get<PostLookup>().HistoryAsync(post.Id, Now));

        Assert.False((await host.Get<PostDeletion>().HandleAsync(new DeletePost(claire, post.Id), Now)).Refused);

        Assert.Null(await host.Get<PostLookup>().ByIdAsync(post.Id, Now));
        await using var command = host.Get<Npgsql.NpgsqlDataSource>().CreateCommand("select count(*) from events.mt_events where data::text like '%polichinelle%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Now));
    }

    [Fact]
    public async Task A_handle_is_never_given_twice_and_a_password_opens_the_account()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var again = await host.Get<AccountOpening>().HandleAsync(new OpenAccount("Claire", "autre@ac-exemple.fr", "un mot de passe long"), Now);
        Assert.Equal(Fediprofs.Domain.Refusal.HandleTaken, again.Refusal);

        var granted = Assert.IsType<SignInResult.Granted>(await host.Get<IPasswordCheck>().CheckAsync("claire", TestInstance.Password, Now));
        Assert.Equal(claire, granted.AccountId);
        Assert.IsType<SignInResult.Refused>(await host.Get<IPasswordCheck>().CheckAsync("claire", "faux mot de passe", Now));
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_post()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var command = new PublishPost(claire, "une fois") { IdempotencyKey = "k1" };
        var first = await host.Get<PostPublishing>().HandleAsync(command, Now);
        var second = await host.Get<PostPublishing>().HandleAsync(command, Now);
        Assert.Equal(first.Value!.Id, second.Value!.Id);
    }

    [Fact]
    public async Task A_followers_only_post_cannot_be_boosted_by_another()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var bob = await host.OpenAsync("bob");
        var post = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(claire, "entre nous @bob") { Visibility = Visibility.Followers }, Now)).Value!;
        Assert.Equal(Fediprofs.Domain.Refusal.NotBoostable, (await host.Get<Boosting>().HandleAsync(new BoostPost(bob, post.Id), Now)).Refusal);
    }
}
