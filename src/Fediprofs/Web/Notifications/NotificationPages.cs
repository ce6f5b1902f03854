using System.Globalization;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Notifications;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Profiles;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Notifications;

/// <summary>The page of notifications. Looking at its beginning marks them as seen.</summary>
internal static class NotificationPages
{
    /// <summary>Maps it into the group for people who are signed in.</summary>
    public static void Map(RouteGroupBuilder signedIn) => signedIn.MapGet(Addresses.Notifications, ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, NotificationQueries notifications, Markers markers, ActorLookup actors, PostAccess access, AuthorViews authors, CancellationToken cancel)
    {
        var reader = context.SignedInReader();
        var page = ListPage.Of(context);
        var rows = await notifications.PageAsync(reader.Id, NotificationFilter.All, page.Paging, cancel);
        var seen = (await markers.ReadAsync(reader.Id, MarkedList.Notifications, cancel))?.LastRead ?? 0;
        var posts = (await access.VisibleAsync(reader.Id, [.. rows.Select(r => r.Post).OfType<long>()], cancel)).ToDictionary(p => p.Id);
        var people = await actors.ByIdsAsync([.. rows.Select(r => r.Actor).Concat(posts.Values.Select(p => p.Author))], cancel);
        var shown = rows.Where(r => people.ContainsKey(r.Actor)).Select(r => View(r, reader.Id, r.Id > seen, posts, people, authors)).ToList();
        if (rows.Count > 0 && page.Paging.MaxId is null)
        {
            await markers.AdvanceAsync(reader.Id, MarkedList.Notifications, rows[0].Id, cancel);
            context.Features.Set(context.Features.Get<Viewer>()! with { Unread = 0 });
        }

        long[] ids = [.. rows.Select(r => r.Id)];
        return context.Page<NotificationsPage>(new()
        {
            [nameof(NotificationsPage.Rows)] = shown,
            [nameof(NotificationsPage.Newer)] = page.Newer(ids),
            [nameof(NotificationsPage.Older)] = page.Older(ids),
        });
    }

    private static NotificationView View(NotificationRow row, long reader, bool unread, Dictionary<long, PostRow> posts, Dictionary<long, ActorRow> people, AuthorViews authors)
    {
        var post = row.Post is { } id ? posts.GetValueOrDefault(id) : null;
        var (sentence, icon) = row.Kind switch
        {
            NotificationKind.Mention when post?.InReplyToAuthor == reader => ("notification.answer", "answer"),
            NotificationKind.Mention => ("notification.mention", "answer"),
            NotificationKind.Follow => ("notification.follow", "follow"),
            NotificationKind.FollowRequest => ("notification.followRequest", "follow"),
            NotificationKind.Boost => ("notification.boost", "boost"),
            NotificationKind.Favourite => ("notification.favourite", "favourite"),
            NotificationKind.Status => ("notification.status", "bell"),
            NotificationKind.Update => ("notification.update", "bell"),
            NotificationKind.AnswerKept => ("notification.answerKept", "keep"),
            _ => ("notification.questionAnswered", "keep"),
        };
        return new NotificationView(sentence, icon, authors.Of(people[row.Actor]), row.At)
        {
            Id = row.Id.ToString(CultureInfo.InvariantCulture),
            Unread = unread,
            Post = post is not null && people.TryGetValue(post.Author, out var author) ? new LinkView(Beginning(post), AuthorViews.PageOf(post, author)) : null,
            Language = post?.Language,
            Request = row.Kind == NotificationKind.FollowRequest ? ProfileViews.Request(row.Actor) : null,
        };
    }

    private static string Beginning(PostRow post)
    {
        const int most = 160;
        var text = post.Title ?? (post.Spoiler.Length > 0 ? post.Spoiler : QaPage.PlainText(post.Content));
        return text.Length <= most ? text : new StringInfo(text).SubstringByTextElements(0, Math.Min(most, new StringInfo(text).LengthInTextElements)) + "…";
    }
}
