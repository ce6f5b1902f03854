using System.Net;

namespace Fediprofs.Tests.MastodonApi;

public sealed class QuestionTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private ApiInstance.Client asker = null!;
    private ApiInstance.Client colleague = null!;

    public async ValueTask InitializeAsync()
    {
        asker = await instance.SomebodyAsync();
        colleague = await instance.SomebodyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_question_is_asked_boosted_answered_kept_closed_and_reopened()
    {
        var question = (await asker.PostAsync("/api/fediprofs/v1/questions", new { title = "Les fractions ?", status = "Comment faire ?", subjects = new[] { "mathematiques" }, levels = new[] { "cm1" } })).Ok();
        var id = question.Id();
        var own = question.GetProperty("fediprofs").GetProperty("question");
        Assert.Equal(("Les fractions ?", "open"), (own.Text("title"), own.Text("state")));
        Assert.Equal("mathematiques", own.GetProperty("subjects")[0].Text("key"));
        Assert.Equal("cm1", own.GetProperty("levels")[0].Text("key"));

        (await colleague.PostAsync($"/api/v1/statuses/{id}/reblog")).Ok();
        var answer = (await colleague.SaysAsync("Avec des gâteaux", replyTo: id)).Id();
        Assert.True((await asker.GetAsync($"/api/v1/statuses/{answer}")).Ok().GetProperty("fediprofs").Flag("answer"));

        (await colleague.PostAsync($"/api/fediprofs/v1/questions/{id}/keep/{answer}")).Refused(HttpStatusCode.Forbidden);
        var kept = (await asker.PostAsync($"/api/fediprofs/v1/questions/{id}/keep/{answer}", new { announce = true })).Ok().GetProperty("fediprofs").GetProperty("question");
        Assert.Equal(("answered", answer), (kept.Text("state"), kept.GetProperty("kept_answers")[0].Id()));
        Assert.Equal(1, kept.GetProperty("reach").Number("colleagues"));
        Assert.Equal([id], (await instance.Nobody.GetAsync("/api/fediprofs/v1/questions?subject=mathematiques&level=cm1&state=answered")).Ok().Ids());
        Assert.Equal([], (await instance.Nobody.GetAsync("/api/fediprofs/v1/questions?subject=mathematiques&state=open")).Ok().Ids());

        var released = (await asker.DeleteAsync($"/api/fediprofs/v1/questions/{id}/keep/{answer}")).Ok().GetProperty("fediprofs").GetProperty("question");
        Assert.Equal(("open", 0), (released.Text("state"), released.GetProperty("kept_answers").GetArrayLength()));
        Assert.Equal("closed", (await asker.PostAsync($"/api/fediprofs/v1/questions/{id}/close")).Ok().GetProperty("fediprofs").GetProperty("question").Text("state"));
        Assert.Equal("open", (await asker.PostAsync($"/api/fediprofs/v1/questions/{id}/reopen")).Ok().GetProperty("fediprofs").GetProperty("question").Text("state"));
    }

    [Fact]
    public async Task What_is_no_question_is_refused()
    {
        (await asker.PostAsync("/api/fediprofs/v1/questions", new { title = " ", status = "x" })).Refused(HttpStatusCode.UnprocessableEntity);
        (await asker.PostAsync("/api/fediprofs/v1/questions", new { title = "x", subjects = new[] { "alchimie" } })).Refused(HttpStatusCode.UnprocessableEntity);
        var plain = (await asker.SaysAsync("pas une question")).Id();
        Assert.False((await asker.GetAsync($"/api/v1/statuses/{plain}")).Ok().TryGetProperty("fediprofs", out _));
        (await asker.PostAsync($"/api/fediprofs/v1/questions/{plain}/close")).Refused(HttpStatusCode.UnprocessableEntity);
        (await asker.PostAsync("/api/fediprofs/v1/questions/7/close")).Refused(HttpStatusCode.NotFound);
        (await asker.GetAsync("/api/fediprofs/v1/questions?subject=alchimie")).Refused(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_author_edits_a_question_with_its_parts()
    {
        var id = (await asker.PostAsync("/api/fediprofs/v1/questions", new { title = "Avant", status = "texte", subjects = new[] { "francais" } })).Ok().Id();
        var source = (await asker.GetAsync($"/api/v1/statuses/{id}/source")).Ok();
        Assert.Equal(("texte", "Avant"), (source.Text("text"), source.GetProperty("fediprofs").Text("title")));
        var edited = (await asker.PutAsync($"/api/v1/statuses/{id}", new { status = "autre texte", fediprofs = new { title = "Après", levels = new[] { "cm2" } } })).Ok();
        var question = edited.GetProperty("fediprofs").GetProperty("question");
        Assert.Equal(("Après", "francais", "cm2"), (question.Text("title"), question.GetProperty("subjects")[0].Text("key"), question.GetProperty("levels")[0].Text("key")));
    }

    [Fact]
    public async Task Only_the_author_reads_how_far_a_post_has_come()
    {
        var id = (await asker.SaysAsync("pour ici seulement")).Id();
        var report = (await asker.GetAsync($"/api/fediprofs/v1/statuses/{id}/delivery")).Ok();
        Assert.Equal((0, 0), (report.Number("total"), report.Number("delivered")));
        (await colleague.GetAsync($"/api/fediprofs/v1/statuses/{id}/delivery")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_curriculum_is_told()
    {
        var curriculum = (await instance.Nobody.GetAsync("/api/fediprofs/v1/curriculum")).Ok();
        Assert.Contains(curriculum.GetProperty("subjects").EnumerateArray(), s => s.Text("key") == "mathematiques");
        Assert.Contains(curriculum.GetProperty("levels").EnumerateArray(), l => l.Text("key") == "cm1");
    }
}
