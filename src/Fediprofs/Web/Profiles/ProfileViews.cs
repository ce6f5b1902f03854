using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Relationships;
using Fediprofs.Web.Posts;
using Fediprofs.Web.Questions;
using Fediprofs.Web.Reading;

namespace Fediprofs.Web.Profiles;

/// <summary>Turns an actor's row into a profile, as one reader sees it.</summary>
public sealed class ProfileViews(AuthorViews authors, TopicLinks topics, CurriculumCatalogue curriculum, RelationshipQueries relationships)
{
    /// <summary>The profile.</summary>
    public async Task<ProfileView> OfAsync(Reader? reader, ActorRow actor, CancellationToken cancel)
    {
        var relation = reader is not null && reader.Id != actor.Id ? (await relationships.OfAsync(reader.Id, [actor.Id], cancel))[0] : null;
        return new ProfileView(authors.Of(actor), actor.Summary)
        {
            HeaderUrl = actor.HeaderUrl,
            Academie = curriculum.Academie(actor.Academie)?.Label(Language.Current),
            Subjects = [.. topics.Subjects(actor.Subjects), .. topics.Levels(actor.Levels)],
            Fields = [.. actor.Fields.Select(f => new ProfileFieldView(f.Name, f.Value))],
            Posts = actor.StatusesCount,
            Following = actor.FollowingCount,
            Followers = actor.FollowersCount,
            JoinedAt = actor.Local ? actor.CreatedAt : null,
            Locked = actor.Locked,
            Own = reader?.Id == actor.Id,
            FollowsReader = relation?.FollowedBy == true,
            Follow = relation is null or { Blocking: true } ? null : Follow(actor, relation),
            Block = relation is null ? null : new BlockView(Addresses.Person(actor.Id, relation.Blocking ? "unblock" : "block"), relation.Blocking),
            Request = relation?.RequestedBy == true ? Request(actor.Id) : null,
            OriginalUrl = actor.Local ? null : actor.Url ?? actor.Uri,
        };
    }

    /// <summary>The forms that answer an actor's request to follow.</summary>
    public static FollowRequestView Request(long actor) => new(Addresses.Person(actor, "accept"), Addresses.Person(actor, "reject"));

    private static FollowView Follow(ActorRow actor, Relationship relation) =>
        relation.Following ? new(FollowState.Following, Addresses.Person(actor.Id, "unfollow"))
        : relation.Requested ? new(FollowState.Requested, Addresses.Person(actor.Id, "unfollow"))
        : new(FollowState.None, Addresses.Person(actor.Id, "follow"));
}
