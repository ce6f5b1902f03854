namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// Our vocabulary for questions: types of <c>tag</c> objects, always written out in full so that nothing need be
/// declared in <c>@context</c> and servers that do not know them pass them over.
/// </summary>
public static class FediprofsTerms
{
    /// <summary>The namespace.</summary>
    public const string Namespace = "https://w3id.org/fediprofs/v1#";

    /// <summary>Makes a note a question; <c>name</c> is its title.</summary>
    public const string Question = Namespace + "Question";

    /// <summary>A subject taught; <c>id</c> and <c>name</c> of the concept.</summary>
    public const string Subject = Namespace + "Subject";

    /// <summary>A level of teaching; <c>id</c> and <c>name</c> of the concept.</summary>
    public const string Level = Namespace + "Level";

    /// <summary>State of a question; <c>name</c> is <c>open</c>, <c>answered</c> or <c>closed</c>.</summary>
    public const string State = Namespace + "State";

    /// <summary>An answer that the asker keeps; <c>href</c> is its id.</summary>
    public const string AcceptedAnswer = Namespace + "AcceptedAnswer";

    /// <summary>The question that this one repeats; <c>href</c> is its id.</summary>
    public const string DuplicateOf = Namespace + "DuplicateOf";

    /// <summary>On a reply: it answers, it does not only comment; <c>href</c> is the question's id.</summary>
    public const string Answer = Namespace + "Answer";
}
