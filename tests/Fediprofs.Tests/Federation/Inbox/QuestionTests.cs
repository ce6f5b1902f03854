using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain.Posts;

namespace Fediprofs.Tests.Federation.Inbox;

/// <summary>A question of another académie and its life: subjects, states, kept answers, by whom they may be said.</summary>
public sealed class QuestionTests(InboxWorld.Fixture fixture) : IClassFixture<InboxWorld.Fixture>
{
    private const string Claire = "https://lyon.example/actors/1";
    private const string Bob = "https://mastodon.example/users/bob";
    private const string Asked = "https://lyon.example/posts/1";
    private const string Answered = "https://mastodon.example/notes/answer";

    [Fact]
    [Trait("Activity", "ChooseAnswer")]
    public async Task An_asker_keeps_an_answer_and_lets_go_of_it_and_nobody_else_may()
    {
        var world = await BeginAsync();
        var question = (await world.PostAsync(Asked))!;
        Assert.True(question.IsQuestion);
        Assert.Equal(QuestionState.Open, question.QuestionState);
        Assert.Equal(["francais"], question.Subjects);
        Assert.Equal(["cm1"], question.Levels);
        Assert.Equal("Un outil de lecture ?", question.Title);

        Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(Choose(Bob, 1)));
        Assert.Empty((await world.PostAsync(Asked))!.KeptAnswers);

        Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(Choose(Claire, 2)));
        var kept = (await world.PostAsync(Asked))!;
        Assert.Equal([Answered], kept.KeptAnswers);
        Assert.Equal(QuestionState.Answered, kept.QuestionState);
        Assert.Null(kept.EditedAt);

        Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(new JsonObject
        {
            ["id"] = $"{Claire}#undo", ["type"] = "Undo", ["actor"] = Claire, ["published"] = At(5), ["object"] = Choose(Claire, 2),
        }));
        Assert.Equal(QuestionState.Open, (await world.PostAsync(Asked))!.QuestionState);
    }

    [Fact]
    [Trait("Activity", "Update")]
    public async Task A_silent_Update_changes_the_state_and_leaves_no_edit_to_see()
    {
        var world = await BeginAsync();
        await world.TakesAsync(new JsonObject { ["id"] = $"{Claire}#silent", ["type"] = "Update", ["actor"] = Claire, ["published"] = At(3), ["object"] = Question("answered", Answered) });
        var after = (await world.PostAsync(Asked))!;
        Assert.Equal([Answered], after.KeptAnswers);
        Assert.Equal(QuestionState.Answered, after.QuestionState);
        Assert.Null(after.EditedAt);
        Assert.Empty(await world.Get<PostLookup>().HistoryAsync(after.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_request_signed_as_RFC_9421_says_is_taken_in()
    {
        var world = await BeginAsync();
        var body = Encoding.UTF8.GetBytes(DoorTests.Note(77, Bob).ToJsonString());
        var request = InboxWorld.Unsigned(body);
        var signed = new OutgoingRequest("POST", "http", "salle.example", "/inbox") { BodySha256 = SHA256.HashData(body), ContentType = "application/activity+json" };
        foreach (var field in Rfc9421Signer.Sign(signed, InboxWorld.KeyId(Bob), InboxWorld.Key, TimeProvider.System.GetUtcNow()))
        {
            request.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }

        using var response = await world.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await world.SettledAsync();
        Assert.NotNull(await world.PostAsync("https://mastodon.example/notes/77"));
    }

    [Fact]
    [Trait("Activity", "Announce")]
    public async Task A_boost_of_a_followers_only_post_is_refused()
    {
        var world = await BeginAsync();
        await world.TakesAsync(new JsonObject { ["id"] = "https://mastodon.example/boosts/9", ["type"] = "Announce", ["actor"] = Bob, ["object"] = "https://salle.example/notes/2", ["to"] = "https://www.w3.org/ns/activitystreams#Public" });
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from reactions"));
    }

    [Fact]
    [Trait("Activity", "Create")]
    public async Task A_note_that_is_related_to_nobody_here_is_dropped()
    {
        var world = await BeginAsync();
        await world.ActorAsync("https://loin.example/u", followed: false);
        Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(DoorTests.Note(5, "https://loin.example/u")));
        Assert.Null(await world.PostAsync("https://loin.example/notes/5"));
        var answer = DoorTests.Note(6, "https://loin.example/u");
        answer["object"]!["inReplyTo"] = Asked;
        await world.TakesAsync(answer);
        Assert.NotNull(await world.PostAsync("https://loin.example/notes/6"));
    }

    private async Task<InboxWorld> BeginAsync()
    {
        var world = fixture.World;
        await world.ResetAsync();
        await world.ActorAsync(Claire);
        await world.ActorAsync(Bob);
        await world.TakesAsync(new JsonObject { ["id"] = $"{Asked}/activity", ["type"] = "Create", ["actor"] = Claire, ["published"] = At(0), ["object"] = Question("open", null) });
        var answer = DoorTests.Note(1, Bob);
        answer["object"]!["id"] = Answered;
        answer["object"]!["inReplyTo"] = Asked;
        await world.TakesAsync(answer);
        return world;
    }

    private static JsonObject Choose(string actor, int n) => new()
    {
        ["id"] = $"{actor}#choose-{n}", ["type"] = "ChooseAnswer", ["actor"] = actor, ["published"] = At(n), ["object"] = Answered, ["target"] = Asked,
    };

    private static JsonObject Question(string state, string? kept) => new()
    {
        ["id"] = Asked,
        ["type"] = "Note",
        ["attributedTo"] = Claire,
        ["to"] = new JsonArray("https://www.w3.org/ns/activitystreams#Public"),
        ["content"] = "<p><strong>Un outil de lecture ?</strong></p><p>Qu'utilisez-vous ?</p>",
        ["published"] = At(0),
        ["tag"] = new JsonArray(
        [
            Tag("Question", "name", "Un outil de lecture ?"),
            new JsonObject { ["type"] = "https://w3id.org/fediprofs/v1#Subject", ["id"] = "https://w3id.org/fediprofs/subject/francais", ["name"] = "Français" },
            new JsonObject { ["type"] = "https://w3id.org/fediprofs/v1#Level", ["id"] = "https://w3id.org/fediprofs/level/cm1", ["name"] = "CM1" },
            Tag("State", "name", state),
            .. kept is null ? Array.Empty<JsonNode>() : [Tag("AcceptedAnswer", "href", kept)],
        ]),
    };

    private static JsonObject Tag(string type, string member, string value) => new() { ["type"] = $"https://w3id.org/fediprofs/v1#{type}", [member] = value };

    private static string At(int minutes) => TimeProvider.System.GetUtcNow().AddHours(-1).AddMinutes(minutes).ToString("O");
}
