namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An activity taken back by the actor that did it.</summary>
public sealed class Undo : Activity
{
    internal Undo(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>The activity that is undone; Pleroma names it by its bare id.</summary>
    public ObjectRef Object => About!;

    /// <summary>The activity that is undone, when it was embedded.</summary>
    public Activity? Undone => Object.Embedded?.AsActivity();
}
