using System.Net;
using System.Text;

namespace Fediprofs.Tests.MastodonApi;

public sealed class StatusTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly ApiInstance instance = fixture.Instance;
    private ApiInstance.Client sylvie = null!;
    private ApiInstance.Client karim = null!;

    public async ValueTask InitializeAsync()
    {
        sylvie = await instance.SomebodyAsync();
        karim = await instance.SomebodyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_status_is_published_and_read_by_everybody()
    {
        var posted = await sylvie.SaysAsync("Bonjour #CM1 à tous");
        Assert.Equal("public", posted.Text("visibility"));
        Assert.Contains("Bonjour", posted.Text("content"), StringComparison.Ordinal);
        Assert.Equal("cm1", posted.GetProperty("tags")[0].Text("name"));
        Assert.Equal(sylvie.Id, posted.GetProperty("account").Id());

        var read = (await instance.Nobody.GetAsync($"/api/v1/statuses/{posted.Id()}")).Ok();
        Assert.Equal(posted.Text("content"), read.Text("content"));
        Assert.False(read.TryGetProperty("favourited", out _));
        Assert.Equal(1, read.GetProperty("account").Number("statuses_count"));
    }

    [Fact]
    public async Task Form_multipart_and_JSON_bodies_say_the_same()
    {
        using var form = new FormUrlEncodedContent([new("status", "un"), new("sensitive", "1"), new("spoiler_text", "cw")]);
        using var parts = new MultipartFormDataContent { { new StringContent("un"), "status" }, { new StringContent("on"), "sensitive" }, { new StringContent("cw"), "spoiler_text" } };
        using var json = new StringContent("""{"status":"un","sensitive":true,"spoiler_text":"cw","unknown":{"a":[1]}}""", Encoding.UTF8, "application/json");
        foreach (var body in new HttpContent[] { form, parts, json })
        {
            var posted = (await sylvie.SendAsync(HttpMethod.Post, "/api/v1/statuses", body)).Ok();
            Assert.Equal(("<p>un</p>", true, "cw"), (posted.Text("content"), posted.Flag("sensitive"), posted.Text("spoiler_text")));
        }
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_status()
    {
        async Task<string> Post()
        {
            using var body = new FormUrlEncodedContent([new("status", "une fois")]);
            return (await sylvie.SendAsync(HttpMethod.Post, "/api/v1/statuses", body, ("Idempotency-Key", "abc"))).Ok().Id();
        }

        Assert.Equal(await Post(), await Post());
    }

    [Fact]
    public async Task What_cannot_be_published_is_refused_as_Mastodon_does()
    {
        Assert.Equal("Validation failed: Text can't be blank", (await sylvie.PostAsync("/api/v1/statuses", new { status = " " })).Refused(HttpStatusCode.UnprocessableEntity));
        var longText = await sylvie.PostAsync("/api/v1/statuses", new { status = new string('a', 5001) });
        Assert.Contains("5000", longText.Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Equal("ERR_TOO_LONG", longText.Json.GetProperty("details").GetProperty("text")[0].Text("error"));
        (await sylvie.PostAsync("/api/v1/statuses", new { status = "x", visibility = "secret" })).Refused(HttpStatusCode.UnprocessableEntity);
        (await sylvie.PostAsync("/api/v1/statuses", new { status = "x", in_reply_to_id = "12" })).Refused(HttpStatusCode.NotFound);
        (await sylvie.PostAsync("/api/v1/statuses", new { status = "x", media_ids = new[] { "1" } })).Refused(HttpStatusCode.UnprocessableEntity);
        (await sylvie.PostAsync("/api/v1/statuses", new { status = "x", poll = new { options = new[] { "a", "b" }, expires_in = 60 } })).Refused(HttpStatusCode.UnprocessableEntity);
        (await sylvie.PostAsync("/api/v1/statuses", new { status = "x", scheduled_at = "2030-01-01T00:00:00Z" })).Refused(HttpStatusCode.UnprocessableEntity);
        using var broken = new StringContent("{", Encoding.UTF8, "application/json");
        (await sylvie.SendAsync(HttpMethod.Post, "/api/v1/statuses", broken)).Refused(HttpStatusCode.BadRequest);
        Assert.Equal("Record not found", (await sylvie.GetAsync("/api/v1/statuses/12")).Refused(HttpStatusCode.NotFound));
        (await sylvie.GetAsync("/api/v1/statuses/douze")).Refused(HttpStatusCode.NotFound);
        (await sylvie.GetAsync("/api/v1/nowhere")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_token_must_be_there_and_cover_what_is_done()
    {
        Assert.Equal("The access token is invalid", (await instance.Nobody.PostAsync("/api/v1/statuses", new { status = "x" })).Refused(HttpStatusCode.Unauthorized));
        var reading = await instance.ClientAsync(sylvie.Account, sylvie.Name, "read:accounts");
        Assert.Equal("This action is outside the authorized scopes", (await reading.PostAsync("/api/v1/statuses", new { status = "x" })).Refused(HttpStatusCode.Forbidden));
        (await reading.GetAsync("/api/v1/timelines/home")).Refused(HttpStatusCode.Forbidden);
        (await reading.GetAsync("/api/v1/accounts/verify_credentials")).Ok();
    }

    [Fact]
    public async Task An_edit_shows_with_its_history_and_source()
    {
        var id = (await sylvie.SaysAsync("première version")).Id();
        var edited = (await sylvie.PutAsync($"/api/v1/statuses/{id}", new { status = "seconde version" })).Ok();
        Assert.Equal("<p>seconde version</p>", edited.Text("content"));
        Assert.NotNull(edited.GetProperty("edited_at").GetString());

        var history = (await karim.GetAsync($"/api/v1/statuses/{id}/history")).Ok();
        Assert.Equal(["<p>première version</p>", "<p>seconde version</p>"], history.EnumerateArray().Select(v => v.Text("content")));
        Assert.Equal("seconde version", (await sylvie.GetAsync($"/api/v1/statuses/{id}/source")).Ok().Text("text"));
        (await karim.GetAsync($"/api/v1/statuses/{id}/source")).Refused(HttpStatusCode.NotFound);
        (await karim.PutAsync($"/api/v1/statuses/{id}", new { status = "autre" })).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deleting_gives_the_text_back_and_leaves_nothing()
    {
        var id = (await sylvie.SaysAsync("à refaire")).Id();
        (await karim.DeleteAsync($"/api/v1/statuses/{id}")).Refused(HttpStatusCode.NotFound);
        Assert.Equal("à refaire", (await sylvie.DeleteAsync($"/api/v1/statuses/{id}")).Ok().Text("text"));
        (await sylvie.GetAsync($"/api/v1/statuses/{id}")).Refused(HttpStatusCode.NotFound);
        Assert.Equal(0, (await sylvie.GetAsync("/api/v1/accounts/verify_credentials")).Ok().Number("statuses_count"));
    }

    [Fact]
    public async Task An_answer_stands_in_the_context_of_what_it_answers()
    {
        var question = (await sylvie.SaysAsync("Une question")).Id();
        var answer = (await karim.SaysAsync($"@{sylvie.Name} une réponse", replyTo: question)).Id();
        var more = (await sylvie.SaysAsync($"@{karim.Name} merci", replyTo: answer)).Id();

        var context = (await instance.Nobody.GetAsync($"/api/v1/statuses/{answer}/context")).Ok();
        Assert.Equal([question], context.GetProperty("ancestors").Ids());
        Assert.Equal([more], context.GetProperty("descendants").Ids());
        var read = (await karim.GetAsync($"/api/v1/statuses/{question}")).Ok();
        Assert.Equal(1, read.Number("replies_count"));
        var reply = (await karim.GetAsync($"/api/v1/statuses/{answer}")).Ok();
        Assert.Equal((question, sylvie.Id), (reply.Text("in_reply_to_id"), reply.Text("in_reply_to_account_id")));
        Assert.Equal(sylvie.Name, reply.GetProperty("mentions")[0].Text("acct"));
    }

    [Fact]
    public async Task A_boost_is_a_status_around_the_boosted_one()
    {
        var id = (await sylvie.SaysAsync("à relayer")).Id();
        var boost = (await karim.PostAsync($"/api/v1/statuses/{id}/reblog")).Ok();
        Assert.Equal(karim.Id, boost.GetProperty("account").Id());
        var inner = boost.GetProperty("reblog");
        Assert.Equal((id, 1, true), (inner.Id(), inner.Number("reblogs_count"), inner.Flag("reblogged")));
        Assert.Equal(boost.Id(), (await karim.PostAsync($"/api/v1/statuses/{id}/reblog")).Ok().Id());
        Assert.Equal(id, (await sylvie.GetAsync($"/api/v1/statuses/{boost.Id()}")).Ok().GetProperty("reblog").Id());
        Assert.Equal([karim.Id], (await sylvie.GetAsync($"/api/v1/statuses/{id}/reblogged_by")).Ok().Ids());

        var undone = (await karim.PostAsync($"/api/v1/statuses/{id}/unreblog")).Ok();
        Assert.Equal((id, 0, false), (undone.Id(), undone.Number("reblogs_count"), undone.Flag("reblogged")));
        (await karim.GetAsync($"/api/v1/statuses/{boost.Id()}")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Favourites_and_bookmarks_are_set_listed_and_taken_back()
    {
        var first = (await sylvie.SaysAsync("un")).Id();
        var second = (await sylvie.SaysAsync("deux")).Id();
        foreach (var id in new[] { first, second })
        {
            Assert.True((await karim.PostAsync($"/api/v1/statuses/{id}/favourite")).Ok().Flag("favourited"));
            Assert.True((await karim.PostAsync($"/api/v1/statuses/{id}/bookmark")).Ok().Flag("bookmarked"));
        }

        Assert.Equal(1, (await instance.Nobody.GetAsync($"/api/v1/statuses/{first}")).Ok().Number("favourites_count"));
        var page = await karim.GetAsync("/api/v1/favourites?limit=1");
        Assert.Equal([second], page.Ok().Ids());
        Assert.Contains("rel=\"next\"", page.Link, StringComparison.Ordinal);
        var next = page.Link!.Split('<', '>')[1].Replace("https://salle.example", "", StringComparison.Ordinal);
        Assert.Equal([first], (await karim.GetAsync(next)).Ok().Ids());
        Assert.Equal([second, first], (await karim.GetAsync("/api/v1/bookmarks")).Ok().Ids());
        Assert.Equal([karim.Id], (await instance.Nobody.GetAsync($"/api/v1/statuses/{first}/favourited_by")).Ok().Ids());
        Assert.Equal([], (await sylvie.GetAsync("/api/v1/favourites")).Ok().Ids());

        var undone = (await karim.PostAsync($"/api/v1/statuses/{first}/unfavourite")).Ok();
        Assert.Equal((false, 0), (undone.Flag("favourited"), undone.Number("favourites_count")));
        Assert.False((await karim.PostAsync($"/api/v1/statuses/{first}/unbookmark")).Ok().Flag("bookmarked"));
    }

    [Fact]
    public async Task Answers_tell_their_length_and_may_be_read_by_other_origins()
    {
        var answer = await instance.Nobody.SendAsync(HttpMethod.Get, "/api/v1/timelines/public", null, ("Origin", "https://client.example"));
        answer.Ok();
        Assert.NotNull(answer.ContentHeaders.ContentLength);
        Assert.Null(answer.Headers.TransferEncodingChunked);
        Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Link", string.Join(' ', answer.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);

        var asked = await instance.Nobody.SendAsync(
            HttpMethod.Options, "/api/v1/statuses", null, ("Origin", "https://client.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,idempotency-key"));
        Assert.Equal(HttpStatusCode.NoContent, asked.Status);
        Assert.Equal(["authorization,idempotency-key"], asked.Headers.GetValues("Access-Control-Allow-Headers"));
    }
}
