namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A boost; or, from a group (FEP-1b12), an activity passed on.</summary>
public sealed class Announce : Activity
{
    internal Announce(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>What is boosted or passed on.</summary>
    public ObjectRef Object => About!;

    /// <summary>The activity that a group passes on; null for a boost. The group alone vouches for it: fetch or verify what it says.</summary>
    public Activity? PassedOn => Object.Embedded?.AsActivity();
}
