namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An object in its newer state: an edited post, fresh poll tallies, a changed profile.</summary>
public sealed class Update : Activity
{
    internal Update(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>What was changed.</summary>
    public ObjectRef Object => About!;

    /// <summary>The post, when one was embedded.</summary>
    public PostObject? Post => Object.Embedded is { } embedded ? PostReader.Read(embedded, Mentions) : null;

    /// <summary>The actor, when one was embedded.</summary>
    public ActorObject? Actor => Object.Embedded?.AsActor();
}
