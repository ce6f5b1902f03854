namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// An activity of any other type, with the members that such types use. Receivers that do not know the type
/// ignore it without an error.
/// </summary>
public sealed class UnknownActivity : Activity
{
    internal UnknownActivity(WireObject source, string actorId, ObjectRef? about)
        : base(source, actorId, about)
    {
    }

    /// <summary>What it is about, if anything.</summary>
    public ObjectRef? Object => About;

    /// <summary>Every id in <c>object</c>: a Flag names an account and posts.</summary>
    public IReadOnlyList<string> ObjectIds => Source.Json.Iris("object");

    /// <summary>Id in <c>target</c>: where a Move leads, the collection of an Add or Remove.</summary>
    public string? TargetId => Source.Json.Iri("target");

    /// <summary>What a QuoteRequest, LikeRequest or ReplyRequest would do with the object.</summary>
    public ObjectRef? Instrument => Source.Json.Reference("instrument");

    /// <summary>The comment of a Flag, the emoji of an EmojiReact.</summary>
    public string? Content => Source.Json.MeaningfulText("content");
}
