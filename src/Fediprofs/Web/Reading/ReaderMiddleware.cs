using Fediprofs.Domain.Actors;
using Fediprofs.OAuth;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Reading;

/// <summary>
/// Looks up who reads a page, once a request, and tells the frame. It stands after authentication, which has already ended the
/// sessions of suspended accounts and changed passwords.
/// </summary>
public sealed class ReaderMiddleware(RequestDelegate next, ActorLookup actors)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if ((endpoint is null || endpoint.Metadata.GetMetadata<PageEndpoint>() is not null)
            && context.User.AccountId() is { } id
            && await actors.ByIdAsync(id, context.RequestAborted) is { SuspendedAt: null, DeletedAt: null } actor)
        {
            context.Features.Set(new Reader(actor));
            context.Features.Set(new Viewer(AuthorViews.NameOf(actor), AuthorViews.PageOf(actor)));
        }

        await next(context);
    }
}
