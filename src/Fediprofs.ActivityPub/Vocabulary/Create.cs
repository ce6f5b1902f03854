namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A new object, mostly a post.</summary>
public sealed class Create : Activity
{
    internal Create(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>What was created.</summary>
    public ObjectRef Object => About!;

    /// <summary>The post, when one was embedded; people whom only the activity mentions are among its mentions.</summary>
    public PostObject? Post => Object.Embedded is { } embedded ? PostReader.Read(embedded, Mentions) : null;
}
