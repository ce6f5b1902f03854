using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>What the database knows of an actor, as far as activities ask.</summary>
public sealed record KnownActor(
    long Id, string Uri, bool Local, ActorKind Kind, string Username, string Domain, string? Url, string? FollowersUri, bool Locked, bool Gone, bool FollowedHere)
{
    /// <summary>A mention of it.</summary>
    public MentionRef Mention => new(Id, Uri, Username, Domain, Url);
}

/// <summary>What the database knows of a post, as far as activities ask.</summary>
public sealed record KnownPost(
    long Id, string Uri, long Author, string AuthorUri, ActorKind AuthorKind, bool AuthorFollowedHere, bool Local, Visibility Visibility,
    string? InReplyToUri, long Thread, bool IsQuestion, DateTimeOffset PublishedAt, DateTimeOffset? UpdatedAt);

/// <summary>An earlier activity of which the id is remembered.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Object">Snowflake of the post or actor that it was done to.</param>
public sealed record KnownAct(ActKind Kind, long Actor, long Object);

/// <summary>Kinds of activities that are remembered by id.</summary>
public enum ActKind
{
    /// <summary>A follow.</summary>
    Follow = 1,

    /// <summary>A block.</summary>
    Block = 2,

    /// <summary>A boost.</summary>
    Boost = 3,

    /// <summary>A favourite.</summary>
    Favourite = 4,
}

/// <summary>
/// What was gathered for a batch, and over it what the batch itself has produced so far, so that each activity is decided
/// as if those before it were already committed.
/// </summary>
public sealed class Known
{
    private readonly Dictionary<string, KnownActor> actors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownPost> posts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownAct> acts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PostRow> whole = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> gone = [];

    /// <summary>An actor by id; tombstones too.</summary>
    public KnownActor? Actor(string? uri) => uri is null ? null : actors.GetValueOrDefault(uri);

    /// <summary>A post by id.</summary>
    public KnownPost? Post(string? uri) => uri is null ? null : posts.GetValueOrDefault(uri);

    /// <summary>An earlier activity by id.</summary>
    public KnownAct? Act(string? uri) => uri is null ? null : acts.GetValueOrDefault(uri);

    /// <summary>The whole row of a post that was asked for with <see cref="Touched.Whole"/>.</summary>
    public PostRow? Whole(string uri) => whole.GetValueOrDefault(uri);

    /// <summary>Whether an id was deleted or undone: it may not take effect any more.</summary>
    public bool IsGone(string? uri) => uri is not null && gone.Contains(UriKey.Of(uri));

    /// <summary>Takes in what was gathered.</summary>
    public void Add(KnownActor actor) => actors[actor.Uri] = actor;

    /// <summary>Takes in what was gathered.</summary>
    public void Add(KnownPost post) => posts[post.Uri] = post;

    /// <summary>Takes in what was gathered.</summary>
    public void Add(string uri, KnownAct act) => acts[uri] = act;

    /// <summary>Takes in what was gathered.</summary>
    public void AddWhole(PostRow row) => whole[row.Uri] = row;

    /// <summary>Takes in what was gathered.</summary>
    public void AddGone(Guid key) => gone.Add(key);

    /// <summary>Lays what an activity produced over what was gathered.</summary>
    public void Lay(RowChange change, KnownActor signer)
    {
        switch (change)
        {
            case PostAdded { Post: var post }:
                var author = actors.Values.FirstOrDefault(a => a.Id == post.Author) ?? signer;
                posts[post.Uri] = new(
                    post.Id, post.Uri, post.Author, author.Uri, author.Kind, author.FollowedHere, post.Local, post.Visibility,
                    post.InReplyToUri, post.Thread, post.IsQuestion, post.PublishedAt, post.UpdatedAt);
                whole[post.Uri] = post;
                break;
            case PostChanged { Post: var post } changed:
                if (posts.TryGetValue(post.Uri, out var before) && changed.Explicit)
                {
                    posts[post.Uri] = before with { UpdatedAt = post.UpdatedAt };
                }

                whole[post.Uri] = post;
                break;
            case PostRemoved removed:
                posts.Remove(removed.Uri);
                gone.Add(UriKey.Of(removed.Uri));
                break;
            case TombstoneSet tombstone:
                gone.Add(UriKey.Of(tombstone.Uri));
                break;
            case ReactionAdded { ActivityUri: { } uri } reaction:
                acts[uri] = new(reaction.Kind == ReactionKind.Boost ? ActKind.Boost : ActKind.Favourite, reaction.Actor, reaction.Post);
                break;
            case FollowSet { ActivityUri: { } uri } follow:
                acts[uri] = new(ActKind.Follow, follow.Follower, follow.Followed);
                break;
            case BlockSet { ActivityUri: { } uri } block:
                acts[uri] = new(ActKind.Block, block.Actor, block.Target);
                break;
            case ReactionRemoved { ActivityUri: { } uri }:
                Undone(uri);
                break;
            case FollowEnded { ActivityUri: { } uri }:
                Undone(uri);
                break;
            case BlockEnded { ActivityUri: { } uri }:
                Undone(uri);
                break;
            case ActorStored { Actor: var actor }:
                if (actors.TryGetValue(actor.Uri, out var known))
                {
                    actors[actor.Uri] = known with { FollowersUri = actor.FollowersUri, Locked = actor.Locked, Url = actor.Url, Username = actor.Username };
                }

                break;
            case ActorRemoved removed:
                gone.Add(UriKey.Of(removed.Uri));
                if (actors.TryGetValue(removed.Uri, out var left))
                {
                    actors[removed.Uri] = left with { Gone = true };
                    foreach (var post in posts.Values.Where(p => p.Author == left.Id).ToList())
                    {
                        posts.Remove(post.Uri);
                        gone.Add(UriKey.Of(post.Uri));
                    }
                }

                break;
        }
    }

    private void Undone(string uri)
    {
        acts.Remove(uri);
        gone.Add(UriKey.Of(uri));
    }
}
