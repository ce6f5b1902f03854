namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An actor blocks another.</summary>
public sealed class Block : Activity
{
    internal Block(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>Who is blocked.</summary>
    public ObjectRef Object => About!;
}
