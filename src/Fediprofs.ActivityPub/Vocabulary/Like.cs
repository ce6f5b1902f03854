namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A favourite; with a content, a reaction by emoji (Misskey).</summary>
public sealed class Like : Activity
{
    internal Like(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>What is liked.</summary>
    public ObjectRef Object => About!;

    /// <summary>The emoji or shortcode of a reaction; null for a plain favourite.</summary>
    public string? Emoji => Source.Json.MeaningfulText("content");
}
