using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Outbox;

/// <summary>An outgoing row with what its activity is made from.</summary>
/// <param name="Row">The row.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Actor">Who says it.</param>
/// <param name="Post">The post it is about, if it is about one that is still there.</param>
/// <param name="PostAuthor">That post's author.</param>
/// <param name="Target">Whom it is said to, if to one actor.</param>
internal sealed record Saying(Domain.Storage.Outgoing Row, DateTimeOffset At, ActorRow Actor, PostRow? Post, ActorRow? PostAuthor, ActorRow? Target)
{
    /// <summary>What the row remembers.</summary>
    public OutgoingDetail Detail { get; } = Row.Detail ?? new();

    /// <summary>The activity's id.</summary>
    public string Uri => Row.Uri;
}
