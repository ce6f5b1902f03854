using Fediprofs.Domain;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>Our own part of the API: ask, find, keep an answer, close, and how far a post has come. Everything else of a question is a status.</summary>
internal sealed class Questions(
    Asking asking, AnswerKeeping keeping, Closing closing, QuestionTimeline timeline, CurriculumCatalogue curriculum, DeliveryReports deliveries, PostLookup posts,
    Statuses statuses, StatusAccess access, StatusRenderer renderer, RenderedChanges rendered, InstanceUris uris)
{
    public void Map(ApiMap api)
    {
        api.Post("/api/fediprofs/v1/questions", AskAsync).RequireScope("write:statuses");
        api.Get("/api/fediprofs/v1/questions", ListAsync).AllowScope("read:statuses");
        api.Post("/api/fediprofs/v1/questions/{id:long}/keep/{answer:long}", (http, reader) => KeepAsync(http, reader, keep: true)).RequireScope("write:statuses");
        api.Delete("/api/fediprofs/v1/questions/{id:long}/keep/{answer:long}", (http, reader) => KeepAsync(http, reader, keep: false)).RequireScope("write:statuses");
        api.Post("/api/fediprofs/v1/questions/{id:long}/close", (http, reader) => CloseAsync(http, reader, close: true)).RequireScope("write:statuses");
        api.Post("/api/fediprofs/v1/questions/{id:long}/reopen", (http, reader) => CloseAsync(http, reader, close: false)).RequireScope("write:statuses");
        api.Get("/api/fediprofs/v1/statuses/{id:long}/delivery", DeliveryAsync).RequireScope("read:statuses");
        api.Get("/api/fediprofs/v1/curriculum", CurriculumAsync);
    }

    private async Task AskAsync(HttpContext http, long reader)
    {
        if (await statuses.FieldsAsync(http, reader) is not { } wanted)
        {
            return;
        }

        var fields = wanted.Fields;
        var asked = await asking.HandleAsync(
            new AskQuestion(reader, fields.Text("title") ?? "", fields.Text("status") ?? fields.Text("text") ?? "")
            {
                Subjects = fields.List("subjects"),
                Levels = fields.List("levels"),
                Visibility = wanted.Visibility,
                Spoiler = fields.Text("spoiler_text") ?? "",
                Language = wanted.Language,
                IdempotencyKey = StatusFields.IdempotencyKey(http),
            },
            http.RequestAborted);
        if (asked.Refused)
        {
            await http.RefuseAsync(asked.Refusal!.Value);
            return;
        }

        rendered.Apply(new(ChangeKind.PostPublished, reader, asked.Value.Id));
        await statuses.SendAsync(http, reader, Statuses.ItemOf(asked.Value));
    }

    private async Task ListAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        var (subject, level, state) = (fields.Text("subject"), fields.Text("level"), fields.Text("state"));
        QuestionState? wanted = state switch
        {
            "open" => QuestionState.Open,
            "answered" => QuestionState.Answered,
            "closed" => QuestionState.Closed,
            _ => null,
        };
        if ((subject is not null && curriculum.Subject(subject) is null) || (level is not null && curriculum.Level(level) is null))
        {
            await http.RefuseAsync(Refusal.UnknownSubjectOrLevel);
            return;
        }

        if (state is not null && wanted is null)
        {
            await http.InvalidAsync("state", "State", "ERR_INCLUSION", "is not included in the list");
            return;
        }

        var levels = curriculum.Level(level) is { } known ? QuestionFilter.Around(known, curriculum) : [];
        var items = await timeline.PageAsync(reader, new(subject, levels, wanted), Pages.Asked(http), http.RequestAborted);
        await Timelines.SendAsync(http, renderer, uris, reader, items);
    }

    private async Task KeepAsync(HttpContext http, long reader, bool keep)
    {
        if (await Fields.ReadAsync(http) is not { } fields)
        {
            await http.MalformedAsync();
            return;
        }

        var (question, answer) = (Ids.InPath(http), Ids.InPath(http, "answer"));
        if (await access.FindAsync(reader, question, http.RequestAborted) is null)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        var kept = await keeping.HandleAsync(new KeepAnswer(reader, question, answer, keep, fields.Flag("announce") ?? false), http.RequestAborted);
        await ChangedAsync(http, reader, kept);
    }

    private async Task CloseAsync(HttpContext http, long reader, bool close)
    {
        if (await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is null)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        await ChangedAsync(http, reader, await closing.HandleAsync(new CloseQuestion(reader, Ids.InPath(http), close), http.RequestAborted));
    }

    private async Task ChangedAsync(HttpContext http, long reader, Outcome<PostRow> question)
    {
        if (question.Refused)
        {
            await http.RefuseAsync(question.Refusal!.Value);
            return;
        }

        rendered.Apply(new(ChangeKind.PostEdited, reader, question.Value.Id));
        await statuses.SendAsync(http, reader, Statuses.ItemOf(question.Value));
    }

    private async Task DeliveryAsync(HttpContext http, long reader)
    {
        // The author's business alone.
        if (await posts.ByIdAsync(Ids.InPath(http), http.RequestAborted) is not { } post || post.Author != reader)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        var report = await deliveries.OfPostAsync(post.Id, reader, http.RequestAborted) ?? new DeliveryReport(0, 0, 0);
        await http.SendAsync(new Entities.Delivery(report.Total, report.Delivered, report.Failed, report.Underway), EntityJson.Relaxed.Delivery);
    }

    private Task CurriculumAsync(HttpContext http, long reader) =>
        http.SendAsync(
            new Entities.Curriculum([.. curriculum.Subjects.Select(StatusEntities.Of)], [.. curriculum.Levels.Select(StatusEntities.Of)]),
            EntityJson.Relaxed.Curriculum);
}
