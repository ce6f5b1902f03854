namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Consent to a request: to a Follow, or (with a stamp) to a quote, a reply or a like.</summary>
public sealed class Accept : Activity
{
    internal Accept(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>The request that is accepted, often as a bare id.</summary>
    public ObjectRef Object => About!;

    /// <summary>The request, when it was embedded.</summary>
    public Activity? Request => Object.Embedded?.AsActivity();

    /// <summary>Id of the stamp that proves the consent (FEP-044f <c>result</c>).</summary>
    public string? ResultId => Source.Json.Iri("result");
}
