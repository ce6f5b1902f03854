using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Posts;

/// <summary>Changing and deleting one's own posts.</summary>
internal static class OwnPostPages
{
    /// <summary>Maps them into the group for people who are signed in.</summary>
    public static void Map(RouteGroupBuilder signedIn)
    {
        signedIn.MapGet("/posts/{id:long}/edit", async (HttpContext c, long id, PostAccess access, CurriculumCatalogue curriculum, CancellationToken cancel) =>
            await OwnAsync(c, id, access, cancel) is { } post ? Edit(c, post, post.Title ?? "", post.Source ?? "", post.Subjects, post.Levels, curriculum, []) : TypedResults.NotFound());
        signedIn.MapPost("/posts/{id:long}/edit", EditAsync);
        signedIn.MapGet("/posts/{id:long}/delete", AskToDeleteAsync);
        signedIn.MapPost("/posts/{id:long}/delete", DeleteAsync);
    }

    private static async Task<IResult> EditAsync(
        HttpContext context, long id, IFormCollection form, PostAccess access, PostEditing editing, CurriculumCatalogue curriculum, Texts texts, CancellationToken cancel)
    {
        if (await OwnAsync(context, id, access, cancel) is not { } post)
        {
            return TypedResults.NotFound();
        }

        string title = form["title"].ToString(), text = form["text"].ToString();
        IReadOnlyList<string> subjects = [.. form["subjects"].OfType<string>()], levels = [.. form["levels"].OfType<string>()];
        var edited = await editing.HandleAsync(
            new EditPost(context.SignedInReader().Id, id, text)
            {
                Spoiler = post.Spoiler,
                Sensitive = post.Sensitive,
                Title = post.IsQuestion ? title : null,
                Subjects = post.IsQuestion ? subjects : null,
                Levels = post.IsQuestion ? levels : null,
            },
            cancel);
        if (edited.Refusal is { } refusal)
        {
            return Edit(context, post, title, text, subjects, levels, curriculum, Refusals.At(texts, refusal));
        }

        Refusals.Say(context, null, "flash.edited");
        return TypedResults.LocalRedirect(PageOf(context, edited.Value!));
    }

    private static async Task<IResult> AskToDeleteAsync(HttpContext context, long id, PostAccess access, PostViews views, CancellationToken cancel)
    {
        if (await OwnAsync(context, id, access, cancel) is not { } post)
        {
            return TypedResults.NotFound();
        }

        var shown = await views.OfAsync(post.Author, [post], asked: null, cancel);
        return context.Page<DeletePage>(new()
        {
            [nameof(DeletePage.Post)] = shown[0] with { Actions = [] },
            [nameof(DeletePage.PostTo)] = Addresses.Post(id, "delete"),
        });
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, long id, IFormCollection form, PostDeletion deletion, CancellationToken cancel)
    {
        Refusals.Say(context, (await deletion.HandleAsync(new DeletePost(context.SignedInReader().Id, id), cancel)).Refusal, "flash.deleted");
        return TypedResults.LocalRedirect(Addresses.Timeline);
    }

    private static IResult Edit(
        HttpContext context, PostRow post, string title, string text, IReadOnlyList<string> subjects, IReadOnlyList<string> levels, CurriculumCatalogue curriculum, Dictionary<string, string> errors)
    {
        var to = Addresses.Post(post.Id, "edit");
        var form = post.IsQuestion
            ? QuestionFormView.For(curriculum, Language.Current, subjects, levels) with
            {
                PostTo = to, Published = true, Title = title, Text = text, TitleLimit = PostText.LongestTitle, TextLimit = PostText.Longest, Errors = errors,
            }
            : null;
        return context.Page<EditPage>(
            new()
            {
                [nameof(EditPage.PostTo)] = to,
                [nameof(EditPage.Back)] = PageOf(context, post),
                [nameof(EditPage.Question)] = form,
                [nameof(EditPage.Text)] = text,
                [nameof(EditPage.TextLimit)] = PostText.Longest,
                [nameof(EditPage.Errors)] = errors,
            },
            errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<PostRow?> OwnAsync(HttpContext context, long id, PostAccess access, CancellationToken cancel) =>
        await access.VisibleAsync(context.SignedInReader().Id, id, cancel) is { Local: true } post && post.Author == context.SignedInReader().Id ? post : null;

    private static string PageOf(HttpContext context, PostRow post) => AuthorViews.PageOf(post, context.SignedInReader().Actor);
}
