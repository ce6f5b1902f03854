using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;

namespace Fediprofs.Web.Posts;

/// <summary>Which acts a page offers a reader under a post. What may really be done is the domain's to say when it is tried.</summary>
internal static class PostActs
{
    /// <summary>The acts, in order.</summary>
    /// <param name="reader">Who looks.</param>
    /// <param name="post">At what.</param>
    /// <param name="page">The post's page.</param>
    /// <param name="own">What the reader did to it.</param>
    /// <param name="asked">The question that the post may answer, or null.</param>
    public static IEnumerable<PostAction> Offered(long reader, PostRow post, string page, OwnReactions own, PostRow? asked)
    {
        yield return new(PostActionKind.Answer, page + "#answer");
        if (asked is not null && asked.Author == reader && asked.Id != post.Id)
        {
            var kept = asked.KeptAnswers.Contains(post.Uri);
            yield return new(PostActionKind.Keep, Addresses.Keep(asked.Id, post.Id, kept), kept);
        }

        if (own.Boosted || Boosting.Check(post, reader, post.Visibility == Visibility.Followers ? Visibility.Followers : Visibility.Public) is null)
        {
            yield return Toggle(PostActionKind.Boost, post, "boost", own.Boosted);
        }

        yield return Toggle(PostActionKind.Favourite, post, "favourite", own.Favourited);
        yield return Toggle(PostActionKind.Bookmark, post, "bookmark", own.Bookmarked);
        if (post.Local && post.Author == reader)
        {
            if (post.IsQuestion)
            {
                yield return Toggle(PostActionKind.Close, post, "close", post.QuestionState == QuestionState.Closed);
            }

            yield return new(PostActionKind.Edit, Addresses.Post(post.Id, "edit"));
            yield return new(PostActionKind.Delete, Addresses.Post(post.Id, "delete"));
        }
    }

    private static PostAction Toggle(PostActionKind kind, PostRow post, string act, bool done) =>
        new(kind, Addresses.Post(post.Id, done ? act + "/undo" : act), done);
}
