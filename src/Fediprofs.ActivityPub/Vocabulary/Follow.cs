namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An actor asks to follow another.</summary>
public sealed class Follow : Activity
{
    internal Follow(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>Who is to be followed.</summary>
    public ObjectRef Object => About!;
}
