using Fediprofs.Domain;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Reading;
using DomainFollowState = Fediprofs.Domain.Relationships.FollowState;

namespace Fediprofs.Web.Profiles;

/// <summary>What a reader does to other people: follow, block, answer requests.</summary>
internal static class PeoplePages
{
    /// <summary>Maps them into the group for people who are signed in.</summary>
    public static void Map(RouteGroupBuilder signedIn)
    {
        signedIn.MapGet(Addresses.Follow, (HttpContext c, string? address) => c.Page<FollowPage>(new() { [nameof(FollowPage.Address)] = address ?? "" }));
        signedIn.MapPost(Addresses.Follow, FollowByAddressAsync);
        // Where WebFinger's "subscribe" template leads: somebody elsewhere pressed "follow" and named this instance as theirs.
        signedIn.MapGet("/authorize_interaction", (string? uri, string? acct) =>
            TypedResults.LocalRedirect($"{Addresses.Follow}?address={Uri.EscapeDataString(uri ?? acct ?? "")}"));
        signedIn.MapGet(Addresses.FollowRequests, RequestsAsync);
        signedIn.MapPost("/people/{id:long}/follow", async (HttpContext c, long id, IFormCollection form, FollowActorHandler follow, CancellationToken cancel) =>
        {
            var followed = await follow.HandleAsync(new FollowActor(c.SignedInReader().Id, id), cancel);
            Refusals.Say(c, followed.Refusal, Followed(followed.Value));
            return Back(form);
        });
        Act("unfollow", "flash.unfollowed", async (h, r, id, cancel) => (await h.GetRequiredService<UnfollowActorHandler>().HandleAsync(new UnfollowActor(r, id), cancel)).Refusal);
        Act("block", "flash.blocked", async (h, r, id, cancel) => (await h.GetRequiredService<BlockActorHandler>().HandleAsync(new BlockActor(r, id), cancel)).Refusal);
        Act("unblock", "flash.unblocked", async (h, r, id, cancel) => (await h.GetRequiredService<UnblockActorHandler>().HandleAsync(new UnblockActor(r, id), cancel)).Refusal);
        Act("accept", "flash.requestAccepted", async (h, r, id, cancel) => (await h.GetRequiredService<AcceptFollowRequestHandler>().HandleAsync(new AcceptFollowRequest(r, id), cancel)).Refusal);
        Act("reject", "flash.requestRejected", async (h, r, id, cancel) => (await h.GetRequiredService<RejectFollowRequestHandler>().HandleAsync(new RejectFollowRequest(r, id), cancel)).Refusal);

        void Act(string act, string done, Func<IServiceProvider, long, long, CancellationToken, Task<Refusal?>> run) =>
            signedIn.MapPost($"/people/{{id:long}}/{act}", async (HttpContext c, long id, IFormCollection form, CancellationToken cancel) =>
            {
                Refusals.Say(c, await run(c.RequestServices, c.SignedInReader().Id, id, cancel), done);
                return Back(form);
            });
    }

    private static async Task<IResult> FollowByAddressAsync(
        HttpContext context, IFormCollection form, FollowActorHandler follow, ActorAddresses addresses, Texts texts, CancellationToken cancel)
    {
        var typed = form["address"].ToString().Trim();
        if (await addresses.FindAsync(typed, cancel) is not { } actor)
        {
            return Again(texts[typed.Length == 0 ? "follow.missing" : "follow.notFound"]);
        }

        var followed = await follow.HandleAsync(new FollowActor(context.SignedInReader().Id, actor.Id), cancel);
        if (followed.Refusal is { } refusal)
        {
            return Again(texts[Refusals.KeyOf(refusal)]);
        }

        Refusals.Say(context, null, Followed(followed.Value));
        return TypedResults.LocalRedirect(AuthorViews.PageOf(actor));

        IResult Again(string error) => context.Page<FollowPage>(
            new() { [nameof(FollowPage.Address)] = typed, [nameof(FollowPage.Errors)] = new Dictionary<string, string> { ["address"] = error } },
            StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> RequestsAsync(HttpContext context, RelationshipQueries relationships, ActorLookup actors, AuthorViews authors, CancellationToken cancel)
    {
        var asking = await relationships.RequestsAsync(context.SignedInReader().Id, new Paging(Limit: 80), cancel);
        var people = await actors.ByIdsAsync([.. asking.Select(a => a.Actor)], cancel);
        return context.Page<FollowRequestsPage>(new()
        {
            [nameof(FollowRequestsPage.Requests)] = asking.Where(a => people.ContainsKey(a.Actor))
                .Select(a => (authors.Of(people[a.Actor]), ProfileViews.Request(a.Actor))).ToList(),
        });
    }

    private static string Followed(DomainFollowState state) => state == DomainFollowState.Accepted ? "flash.followed" : "flash.followRequested";

    private static IResult Back(IFormCollection form) => TypedResults.LocalRedirect(Pages.LocalOr(form["returnTo"], Addresses.Timeline));
}
