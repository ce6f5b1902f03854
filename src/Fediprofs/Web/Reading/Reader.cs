using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;

namespace Fediprofs.Web.Reading;

/// <summary>Who is signed in and reads this page.</summary>
/// <param name="Actor">Their row.</param>
public sealed record Reader(ActorRow Actor)
{
    /// <summary>Their actor's id.</summary>
    public long Id => Actor.Id;

    /// <summary>The reader of a request, or null for a visitor.</summary>
    public static Reader? Of(HttpContext context) => context.Features.Get<Reader>();

    /// <summary>The reader's id for queries: <see cref="VisibleTo.Anyone"/> for a visitor.</summary>
    public static long IdOf(HttpContext context) => Of(context)?.Id ?? VisibleTo.Anyone;
}
