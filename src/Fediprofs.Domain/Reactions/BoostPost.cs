using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Reactions;

/// <summary>A local person boosts a post.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Post">Snowflake.</param>
/// <param name="Visibility">Of the boost.</param>
public sealed record BoostPost(long Actor, long Post, Visibility Visibility = Visibility.Public);

/// <summary>A local person takes a boost back.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Post">Snowflake.</param>
public sealed record UndoBoost(long Actor, long Post);

/// <summary>A boost by a local person, folded from <c>boost-{actor}-{post}</c>.</summary>
public sealed record LocalBoost
{
    /// <summary>The stream's key.</summary>
    public string Id { get; init; } = "";

    /// <summary>The boost in force; null when it was taken back.</summary>
    public PostBoosted? Boost { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The stream of an actor's boosts of one post.</summary>
    public static string StreamOf(long actor, long post) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"boost-{actor}-{post}");
}

/// <summary>Boosts by local people: what a boost may be is written here, once, for page, client API and wire.</summary>
public sealed class Boosting(Commit commit, PostAccess access, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>
    /// Whether a post may be boosted by this actor: public and quiet public ones by everyone, one's own followers-only post by
    /// oneself to the same followers (Mastodon's rule). Pure; the wire asks it too.
    /// </summary>
    public static Refusal? Check(PostRow post, long actor, Visibility boost) => Check(post.Visibility, post.Author == actor, boost);

    /// <summary>The same by what it depends on.</summary>
    /// <param name="post">Who may see the post.</param>
    /// <param name="own">Whether its author boosts it.</param>
    /// <param name="boost">Who is to see the boost.</param>
    public static Refusal? Check(Visibility post, bool own, Visibility boost) => post switch
    {
        Visibility.Public or Visibility.Unlisted when boost is not Visibility.Direct => null,
        Visibility.Followers when own && boost == Visibility.Followers => null,
        _ => Refusal.NotBoostable,
    };

    /// <summary>Boosts; answers the boost's id. Boosting twice is the same boost.</summary>
    public async Task<Outcome<long>> HandleAsync(BoostPost command, CancellationToken cancel)
    {
        var post = await access.VisibleAsync(command.Actor, command.Post, cancel);
        if (post is null)
        {
            return Refusal.NotFound;
        }

        var visibility = post.Visibility == Visibility.Followers ? Visibility.Followers : command.Visibility;
        if (Check(post, command.Actor, visibility) is { } refusal)
        {
            return refusal;
        }

        return await commit.RunAsync<long>([UriKey.LockOf(post.Uri)], async unit =>
        {
            var actor = (await ActorLookup.ByIdsAsync(unit.Writing, [command.Actor], cancel)).GetValueOrDefault(command.Actor);
            if (actor is null or { SuspendedAt: not null })
            {
                return Refusal.Suspended;
            }

            var open = await unit.OpenAsync<LocalBoost>(LocalBoost.StreamOf(command.Actor, command.Post), cancel);
            if (open.State?.Boost is { } before)
            {
                return before.Boost;
            }

            var boost = new PostBoosted(ids.Next(), command.Actor, command.Post, post.Uri, visibility);
            open.Append([boost]);
            unit.Want(LocalBoosts.RowOf(boost, unit.Now, uris));
            unit.Send(new(ids.Next(), OutgoingKind.Announce, command.Actor, command.Post, uris.Activity(boost.Boost), Detail: new()
            {
                ObjectUri = post.Uri,
                Visibility = (int)visibility,
                Actors = [post.Author],
            }));
            return boost.Boost;
        }, cancel);
    }

    /// <summary>Takes a boost back; nothing when there is none.</summary>
    public async Task<Outcome<PostRow>> HandleAsync(UndoBoost command, CancellationToken cancel)
    {
        var post = await access.VisibleAsync(command.Actor, command.Post, cancel);
        if (post is null)
        {
            return Refusal.NotFound;
        }

        return await commit.RunAsync<PostRow>([UriKey.LockOf(post.Uri)], async unit =>
        {
            var open = await unit.OpenAsync<LocalBoost>(LocalBoost.StreamOf(command.Actor, command.Post), cancel);
            if (open.State?.Boost is not { } boost)
            {
                return post;
            }

            open.Append([new BoostUndone(boost.Boost)]);
            unit.Want(new ReactionRemoved(command.Actor, command.Post, ReactionKind.Boost, uris.Activity(boost.Boost)));
            unit.Send(new(ids.Next(), OutgoingKind.UndoAnnounce, command.Actor, command.Post, $"{uris.Activity(boost.Boost)}#undo", Detail: new()
            {
                ObjectUri = uris.Activity(boost.Boost),
                InnerObjectUri = post.Uri,
                Visibility = (int)boost.Visibility,
                Actors = [post.Author],
            }));
            return post;
        }, cancel);
    }
}
