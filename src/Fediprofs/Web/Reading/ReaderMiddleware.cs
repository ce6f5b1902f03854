using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Notifications;
using Fediprofs.Domain.Timelines;
using Fediprofs.OAuth;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Reading;

/// <summary>
/// Looks up who reads a page, once a request, and tells the frame. It stands after authentication, which has already ended the
/// sessions of suspended accounts and changed passwords.
/// </summary>
public sealed class ReaderMiddleware(RequestDelegate next, ActorLookup actors, NotificationQueries notifications, Markers markers)
{
    private const int MostUnread = 99;

    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if ((endpoint is null || endpoint.Metadata.GetMetadata<PageEndpoint>() is not null)
            && context.User.AccountId() is { } id
            && await actors.ByIdAsync(id, context.RequestAborted) is { SuspendedAt: null, DeletedAt: null } actor)
        {
            context.Features.Set(new Reader(actor));
            var seen = await markers.ReadAsync(id, MarkedList.Notifications, context.RequestAborted);
            var unread = await notifications.CountAfterAsync(id, seen?.LastRead ?? 0, MostUnread, context.RequestAborted);
            context.Features.Set(new Viewer(AuthorViews.NameOf(actor), AuthorViews.PageOf(actor), unread));
        }

        await next(context);
    }
}
