using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Testing;
using Npgsql;

namespace Fediprofs.Tests.Questions;

[Collection(ChangesCollection.Name)]
public sealed class AnswerReleaseTests(TestPostgres postgres)
{
    private static readonly CancellationToken Now = CancellationToken.None;

    [Fact]
    public async Task A_question_opens_again_when_its_kept_answer_is_deleted()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var (claire, bob) = (await host.OpenAsync("claire"), await host.OpenAsync("bob"));
        var question = (await host.Get<Asking>().HandleAsync(new(claire, "Dyslexie ?", "Quel outil ?"), Now)).Value!;
        var answer = (await host.Get<PostPublishing>().HandleAsync(new PublishPost(bob, "à deux voix") { InReplyTo = question.Id }, Now)).Value!;
        await host.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(claire, question.Id, answer.Id), Now);
        await host.Get<AnswerRelease>().CatchUpAsync(Now);
        Assert.Equal(QuestionState.Answered, (await host.Get<PostLookup>().ByIdAsync(question.Id, Now))!.QuestionState);
        var updates = await UpdatesAsync(host, question.Id);

        await host.Get<PostDeletion>().HandleAsync(new DeletePost(bob, answer.Id), Now);
        await host.Get<AnswerRelease>().CatchUpAsync(Now);

        var open = (await host.Get<PostLookup>().ByIdAsync(question.Id, Now))!;
        Assert.Equal(QuestionState.Open, open.QuestionState);
        Assert.Empty(open.KeptAnswers);
        Assert.Null(open.EditedAt);
        Assert.Equal(updates + 1, await UpdatesAsync(host, question.Id));
    }

    private static async Task<long> UpdatesAsync(TestInstance host, long question)
    {
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand("select count(*) from outgoing where kind = 2 and subject = $1");
        command.Parameters.Add(new() { Value = question });
        return (long)(await command.ExecuteScalarAsync(Now))!;
    }
}
