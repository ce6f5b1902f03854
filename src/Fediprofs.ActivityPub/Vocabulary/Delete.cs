namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An object that is no more: a post, a stamp, or the actor itself.</summary>
public sealed class Delete : Activity
{
    internal Delete(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>What was deleted: a bare id, a Tombstone, or the object as it was.</summary>
    public ObjectRef Object => About!;

    /// <summary>Whether the actor deletes itself.</summary>
    public bool IsOfActorItself => string.Equals(Object.Id, ActorId, StringComparison.Ordinal);
}
