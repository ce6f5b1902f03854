using System.Globalization;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Questions;

/// <summary>The list of public questions, and asking one.</summary>
internal static class QuestionPages
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder pages, RouteGroupBuilder signedIn)
    {
        pages.MapGet(Addresses.Questions, ListAsync);
        signedIn.MapGet(Addresses.Ask, (HttpContext c, CurriculumCatalogue curriculum, SnowflakeIds ids) =>
        {
            // What the reader teaches is ticked already: most questions are about it.
            var actor = c.SignedInReader().Actor;
            return c.Page<AskPage>(new()
            {
                [nameof(AskPage.Form)] = Form(curriculum, actor.Subjects, actor.Levels) with { OnceKey = ids.Next().ToString(CultureInfo.InvariantCulture) },
            });
        });
        signedIn.MapPost(Addresses.Ask, AskAsync);
    }

    /// <summary>The form to narrow a list, with what is chosen.</summary>
    public static QuestionFilterView Filter(CurriculumCatalogue curriculum, string? subject, string? level, QuestionStateView? state)
    {
        var form = QuestionFormView.For(curriculum, Language.Current, subject is null ? [] : [subject], level is null ? [] : [level]);
        return new QuestionFilterView(form.Subjects, form.Levels, state);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, string? subject, string? level, string? state, CurriculumCatalogue curriculum, QuestionTimeline questions, PostViews views, InstanceUris uris, Texts texts, CancellationToken cancel)
    {
        var (about, forLevel) = (curriculum.Subject(subject), curriculum.Level(level));
        QuestionStateView? chosen = Enum.TryParse<QuestionStateView>(state, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        var filter = new QuestionFilter(
            about?.Key, forLevel is null ? [] : QuestionFilter.Around(forLevel, curriculum), chosen is { } s ? (QuestionState)((int)s + 1) : null);
        var page = ListPage.Of(context);
        var items = await questions.PageAsync(Reader.IdOf(context), filter, page.Paging, cancel);
        var list = await page.ShowAsync(views, items, cancel);
        var topics = new[] { about?.Label(Language.Current), forLevel?.Label(Language.Current) }.OfType<string>().ToList();
        return context.Page<QuestionsPage>(new()
        {
            [nameof(QuestionsPage.Head)] = new PageHead(topics.Count > 0 ? texts["questions.titleAbout", string.Join(" · ", topics)] : texts["questions.title"])
            {
                Description = texts["questions.description"], Canonical = uris.PublicUrl + Addresses.Questions + context.Request.QueryString,
                Previous = list.Newer, Next = list.Older, Index = context.Request.QueryString.Value is null or "",
            },
            [nameof(QuestionsPage.Filter)] = Filter(curriculum, about?.Key, forLevel?.Key, chosen),
            [nameof(QuestionsPage.List)] = list,
        });
    }

    private static async Task<IResult> AskAsync(HttpContext context, IFormCollection form, Asking asking, CurriculumCatalogue curriculum, Texts texts, CancellationToken cancel)
    {
        var reader = context.SignedInReader();
        string title = form["title"].ToString(), text = form["text"].ToString(), once = form["onceKey"].ToString();
        IReadOnlyList<string> subjects = [.. form["subjects"].OfType<string>()], levels = [.. form["levels"].OfType<string>()];
        var audience = Audiences.Read(form["audience"]);
        var asked = await asking.HandleAsync(
            new AskQuestion(reader.Id, title, text)
            {
                Subjects = subjects,
                Levels = levels,
                Visibility = (Visibility)(int)audience,
                Language = Language.Current,
                IdempotencyKey = once.Length > 0 ? "page " + once : null,
            },
            cancel);
        if (asked.Refusal is { } refusal)
        {
            var again = Form(curriculum, subjects, levels) with
            {
                Title = title, Text = text, Audience = audience, OnceKey = once, Errors = Refusals.At(texts, refusal),
            };
            return context.Page<AskPage>(new() { [nameof(AskPage.Form)] = again }, StatusCodes.Status422UnprocessableEntity);
        }

        Refusals.Say(context, null, "flash.asked");
        return TypedResults.LocalRedirect(AuthorViews.PageOf(asked.Value!, reader.Actor));
    }

    private static QuestionFormView Form(CurriculumCatalogue curriculum, IReadOnlyCollection<string> subjects, IReadOnlyCollection<string> levels) =>
        QuestionFormView.For(curriculum, Language.Current, subjects, levels) with { TitleLimit = PostText.LongestTitle, TextLimit = PostText.Longest };
}
