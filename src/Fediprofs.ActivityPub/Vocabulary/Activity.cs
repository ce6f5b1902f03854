using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Something that an actor did, as received.</summary>
public abstract class Activity
{
    private protected Activity(WireObject source, string actorId, ObjectRef? about)
    {
        Source = source;
        Id = source.Id;
        ActorId = actorId;
        Audience = Audience.Read(source.Json);
        Published = source.Json.Instant("published");
        Mentions = Mention.ReadAll(source.Json);
        About = about;
    }

    /// <summary>The activity as it came.</summary>
    public WireObject Source { get; }

    /// <summary>Its id; some software sends none (Mastodon's Add, GoToSocial's Delete).</summary>
    public string? Id { get; }

    /// <summary>Its type as sent.</summary>
    public string Type => Source.Type;

    /// <summary>Id of the actor that did it. Whether that actor really signed is the receiver's to check.</summary>
    public string ActorId { get; }

    /// <summary>Whom it is addressed to.</summary>
    public Audience Audience { get; }

    /// <summary>Ids in <c>to</c>.</summary>
    public IReadOnlyList<string> To => Audience.To;

    /// <summary>Ids in <c>cc</c>.</summary>
    public IReadOnlyList<string> Cc => Audience.Cc;

    /// <summary>When it was done, by the sender's clock.</summary>
    public DateTimeOffset? Published { get; }

    /// <summary>People named in the activity's own <c>tag</c> (Lemmy puts mentions there and not on the note).</summary>
    public IReadOnlyList<Mention> Mentions { get; }

    private protected ObjectRef? About { get; }

    internal static Activity? Read(WireObject source, out string? problem)
    {
        if (source.Type.Length == 0)
        {
            problem = "no type";
            return null;
        }

        if (source.Json.Iri("actor") is not { } actor)
        {
            problem = "no actor";
            return null;
        }

        var about = source.Json.Reference("object");
        problem = null;
        if (about is null)
        {
            if (IsKnown(source.Type))
            {
                problem = $"{source.Type} without an object";
                return null;
            }

            return new UnknownActivity(source, actor, null);
        }

        return source.Type switch
        {
            "Follow" => new Follow(source, actor, about),
            "Accept" => new Accept(source, actor, about),
            "Reject" => new Reject(source, actor, about),
            "Undo" => new Undo(source, actor, about),
            "Create" => new Create(source, actor, about),
            "Update" => new Update(source, actor, about),
            "Delete" => new Delete(source, actor, about),
            "Announce" => new Announce(source, actor, about),
            "Like" => new Like(source, actor, about),
            "Block" => new Block(source, actor, about),
            "ChooseAnswer" => new ChooseAnswer(source, actor, about),
            _ => new UnknownActivity(source, actor, about),
        };
    }

    private static bool IsKnown(string type) => type is "Follow" or "Accept" or "Reject" or "Undo" or "Create" or "Update"
        or "Delete" or "Announce" or "Like" or "Block" or "ChooseAnswer";
}
