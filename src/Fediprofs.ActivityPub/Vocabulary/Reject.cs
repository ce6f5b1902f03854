namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Refusal of a request, or consent to a Follow taken back.</summary>
public sealed class Reject : Activity
{
    internal Reject(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>The request that is refused, often as a bare id.</summary>
    public ObjectRef Object => About!;

    /// <summary>The request, when it was embedded.</summary>
    public Activity? Request => Object.Embedded?.AsActivity();
}
