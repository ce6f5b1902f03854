using System.Globalization;
using Fediprofs.Domain;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Profiles;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fediprofs.Web.Posts;

/// <summary>The page of a post or question, and answering it.</summary>
internal static class ThreadPages
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder pages, RouteGroupBuilder signedIn)
    {
        pages.MapGet("/{segment:handle}/{id:long}", ShowAsync);
        signedIn.MapPost("/posts/{id:long}/answers", AnswerAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string segment, long id, ThreadReading threads, InstanceUris uris, SnowflakeIds ids, CancellationToken cancel)
    {
        if (await threads.ReadAsync(Reader.IdOf(context), id, cancel) is not { } thread)
        {
            return TypedResults.NotFound();
        }

        // One page, one address: a handle in other letters, or of somebody else, leads to the author's.
        return HandleSegment.Read(segment) == thread.Author.Acct
            ? Page(context, thread, uris, Form(context, thread, ids))
            : TypedResults.LocalRedirect(thread.View.Post.Url);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, long id, IFormCollection form, PostPublishing publishing, ThreadReading threads, ActorLookup actors, InstanceUris uris, SnowflakeIds ids, Texts texts, CancellationToken cancel)
    {
        var reader = context.SignedInReader();
        string text = form["text"].ToString(), once = form["onceKey"].ToString();
        var audience = Audiences.Read(form["audience"]);
        var answered = await publishing.HandleAsync(
            new PublishPost(reader.Id, text)
            {
                InReplyTo = id, Visibility = (Visibility)(int)audience, Language = Language.Current, IdempotencyKey = once.Length > 0 ? "page " + once : null,
            },
            cancel);
        if (await threads.ReadAsync(reader.Id, id, cancel) is not { } thread)
        {
            return TypedResults.NotFound();
        }

        if (answered.Refusal is { } refusal)
        {
            return Page(context, thread, uris, Form(context, thread, ids)! with { Text = text, Audience = audience, OnceKey = once, Errors = Refusals.At(texts, refusal) }, StatusCodes.Status422UnprocessableEntity);
        }

        Refusals.Say(context, null, "flash.answered");
        return TypedResults.LocalRedirect(thread.View.Post.Url + string.Create(CultureInfo.InvariantCulture, $"#post-{answered.Value!.Id}"));
    }

    private static RazorComponentResult<ThreadPage> Page(HttpContext context, ReadThread thread, InstanceUris uris, AnswerFormView? form, int status = StatusCodes.Status200OK) =>
        context.Page<ThreadPage>(
            new() { [nameof(ThreadPage.View)] = thread.View, [nameof(ThreadPage.Head)] = Head(context, thread, uris), [nameof(ThreadPage.Form)] = form }, status);

    private static PageHead Head(HttpContext context, ReadThread thread, InstanceUris uris)
    {
        var (view, post, author) = thread;
        var texts = context.RequestServices.GetRequiredService<Texts>();
        var open = post.Visibility <= Visibility.Unlisted;
        return new PageHead(post.Title ?? texts["post.by", AuthorViews.NameOf(author)])
        {
            Description = open ? Shortened(post.Spoiler.Length > 0 ? post.Spoiler : QaPage.PlainText(view.Post.ContentHtml)) : null,
            Canonical = post.Local ? uris.PublicUrl + view.Post.Url : post.Url ?? post.Uri,
            Type = "article",
            Image = author.AvatarUrl,
            ActivityPubId = post.Uri,
            JsonLd = open && post.Local ? QaPage.JsonLd(view, uris.PublicUrl) : null,
            Index = post.Local && post.Visibility == Visibility.Public && author.Indexable,
        };
    }

    private static string Shortened(string text)
    {
        const int most = 200;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : line[..line.LastIndexOf(' ', most)] + "…";
    }

    private static AnswerFormView? Form(HttpContext context, ReadThread thread, SnowflakeIds ids)
    {
        if (Reader.Of(context) is not { } reader)
        {
            return null;
        }

        var named = thread.Post.Mentions.Where(m => m.Actor != reader.Id && m.Actor != thread.Author.Id)
            .Select(m => m.Domain.Length == 0 ? m.Username : $"{m.Username}@{m.Domain}");
        var mentions = (thread.Author.Id == reader.Id ? named : named.Prepend(thread.Author.Acct)).Select(a => "@" + a + " ");
        return new AnswerFormView(Addresses.Post(thread.Post.Id, "answers"), AuthorViews.NameOf(thread.Author))
        {
            Text = string.Concat(mentions),
            Audience = thread.View.Post.Audience,
            OnceKey = ids.Next().ToString(CultureInfo.InvariantCulture),
            TextLimit = PostText.Longest,
        };
    }
}
