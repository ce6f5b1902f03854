using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Layout;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Profiles;

/// <summary>The page of a person, local or remote.</summary>
internal static class ProfilePages
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/{segment:handle}", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, string segment, ActorLookup actors, AccountStatuses statuses, ProfileViews profiles, PostViews views, InstanceUris uris, CancellationToken cancel)
    {
        var handle = HandleSegment.Read(segment);
        var address = handle.Split('@');
        if (address is not ([{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]))
        {
            return TypedResults.NotFound();
        }

        var domain = address is [_, var d] && !d.Equals(uris.Domain, StringComparison.OrdinalIgnoreCase) ? d : "";
        var actor = await actors.ByHandleAsync(address[0], domain, cancel);
        if (actor is null or { SuspendedAt: not null } or { DeletedAt: not null })
        {
            return TypedResults.NotFound();
        }

        if (actor.Acct != handle)
        {
            return TypedResults.LocalRedirect(AuthorViews.PageOf(actor) + context.Request.QueryString);
        }

        var page = ListPage.Of(context);
        var items = await statuses.PageAsync(Reader.IdOf(context), actor.Id, new StatusesFilter(ExcludeReplies: true), page.Paging, cancel);
        var list = await page.ShowAsync(views, items, cancel);
        return context.Page<ProfilePage>(new()
        {
            [nameof(ProfilePage.Head)] = new PageHead(AuthorViews.NameOf(actor))
            {
                Description = QaPage.PlainText(actor.Summary) is { Length: > 0 } bio ? bio : null,
                Canonical = actor.Local ? uris.ProfilePage(actor.Username) : actor.Url ?? actor.Uri,
                Type = "profile",
                Image = actor.AvatarUrl,
                ActivityPubId = actor.Uri,
                Index = actor is { Local: true, Discoverable: true, Indexable: true },
                Previous = list.Newer,
                Next = list.Older,
            },
            [nameof(ProfilePage.Profile)] = await profiles.OfAsync(Reader.Of(context), actor, cancel),
            [nameof(ProfilePage.List)] = list,
        });
    }
}
