using Fediprofs.Domain;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Web.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fediprofs.Web.Posts;

/// <summary>The one-button forms under a post: each does one thing, says what came of it, and leads back to where it stood.</summary>
internal static class PostForms
{
    /// <summary>Maps them into the group for people who are signed in.</summary>
    public static void Map(RouteGroupBuilder signedIn)
    {
        signedIn.MapPost("/posts/{id:long}/boost", (HttpContext c, long id, IFormCollection form, Boosting boosting) =>
            Back(c, form, "flash.boosted", async r => (await boosting.HandleAsync(new BoostPost(r, id), c.RequestAborted)).Refusal));
        signedIn.MapPost("/posts/{id:long}/boost/undo", (HttpContext c, long id, IFormCollection form, Boosting boosting) =>
            Back(c, form, "flash.boostUndone", async r => (await boosting.HandleAsync(new UndoBoost(r, id), c.RequestAborted)).Refusal));
        Mark("favourite", ReactionKind.Favourite, "flash.favourited", "flash.favouriteUndone");
        Mark("bookmark", ReactionKind.Bookmark, "flash.bookmarked", "flash.bookmarkUndone");
        signedIn.MapPost("/posts/{id:long}/keep/{answer:long}", (HttpContext c, long id, long answer, IFormCollection form, AnswerKeeping keeping) =>
            Back(c, form, "flash.kept", async r =>
                (await keeping.HandleAsync(new KeepAnswer(r, id, answer, Keep: true, Announce: form.ContainsKey("announce")), c.RequestAborted)).Refusal));
        signedIn.MapPost("/posts/{id:long}/keep/{answer:long}/undo", (HttpContext c, long id, long answer, IFormCollection form, AnswerKeeping keeping) =>
            Back(c, form, "flash.keptUndone", async r => (await keeping.HandleAsync(new KeepAnswer(r, id, answer, Keep: false), c.RequestAborted)).Refusal));
        signedIn.MapPost("/posts/{id:long}/close", (HttpContext c, long id, IFormCollection form, Closing closing) =>
            Back(c, form, "flash.closed", async r => (await closing.HandleAsync(new CloseQuestion(r, id, Close: true), c.RequestAborted)).Refusal));
        signedIn.MapPost("/posts/{id:long}/close/undo", (HttpContext c, long id, IFormCollection form, Closing closing) =>
            Back(c, form, "flash.reopened", async r => (await closing.HandleAsync(new CloseQuestion(r, id, Close: false), c.RequestAborted)).Refusal));

        void Mark(string act, ReactionKind kind, string done, string undone)
        {
            signedIn.MapPost($"/posts/{{id:long}}/{act}", (HttpContext c, long id, IFormCollection form, Marking marking) =>
                Back(c, form, done, async r => (await marking.HandleAsync(new MarkPost(r, id, kind, Set: true), c.RequestAborted)).Refusal));
            signedIn.MapPost($"/posts/{{id:long}}/{act}/undo", (HttpContext c, long id, IFormCollection form, Marking marking) =>
                Back(c, form, undone, async r => (await marking.HandleAsync(new MarkPost(r, id, kind, Set: false), c.RequestAborted)).Refusal));
        }
    }

    private static async Task<RedirectHttpResult> Back(HttpContext context, IFormCollection form, string done, Func<long, Task<Refusal?>> act)
    {
        Refusals.Say(context, await act(context.SignedInReader().Id), done);
        return TypedResults.LocalRedirect(Pages.LocalOr(form["returnTo"], Addresses.Timeline));
    }
}
