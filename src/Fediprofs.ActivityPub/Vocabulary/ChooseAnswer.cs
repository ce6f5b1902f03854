namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>The asker keeps an answer (PieFed; the target is ours).</summary>
public sealed class ChooseAnswer : Activity
{
    internal ChooseAnswer(WireObject source, string actorId, ObjectRef about)
        : base(source, actorId, about)
    {
    }

    /// <summary>The answer that is kept.</summary>
    public ObjectRef Object => About!;

    /// <summary>Id of the question; PieFed does not send it.</summary>
    public string? QuestionId => Source.Json.Iri("target");
}
