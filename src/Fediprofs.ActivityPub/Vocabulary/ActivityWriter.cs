using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An activity inside another: what is accepted, refused or undone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="ActorId">Who did it.</param>
/// <param name="ObjectId">Id of what it is about.</param>
/// <param name="InstrumentId">Of a QuoteRequest: id of the quoting post.</param>
/// <param name="TargetId">Of a ChooseAnswer: id of the question.</param>
public sealed record EmbeddedActivity(
    string? Id, string Type, string ActorId, string ObjectId, string? InstrumentId = null, string? TargetId = null);

/// <summary>Writes our activities, one shape each.</summary>
public static class ActivityWriter
{
    /// <summary>A request to follow.</summary>
    public static byte[] Follow(string id, string actor, string target) => StrictJson.Document(json =>
    {
        JsonLdContext.WritePlain(json);
        Head(json, id, "Follow", actor);
        json.Strings("to", [target]);
        json.WriteString("object", target);
    });

    /// <summary>Consent to a request, which is embedded so that the other side finds it by its id or by its pair.</summary>
    /// <param name="id">Id of the Accept.</param>
    /// <param name="actor">Who consents.</param>
    /// <param name="request">What is accepted; sent to its actor.</param>
    /// <param name="resultId">Id of the stamp (FEP-044f).</param>
    public static byte[] Accept(string id, string actor, EmbeddedActivity request, string? resultId = null) => Answer("Accept", id, actor, request, resultId);

    /// <summary>Refusal of a request, or consent taken back.</summary>
    /// <param name="id">Id of the Reject.</param>
    /// <param name="actor">Who refuses.</param>
    /// <param name="request">What is refused; sent to its actor.</param>
    public static byte[] Reject(string id, string actor, EmbeddedActivity request) => Answer("Reject", id, actor, request, null);

    /// <summary>An activity of the same actor taken back.</summary>
    /// <param name="id">Id of the Undo.</param>
    /// <param name="undone">What is taken back.</param>
    /// <param name="to">Ids in <c>to</c>: those who were told of it.</param>
    /// <param name="cc">Ids in <c>cc</c>.</param>
    public static byte[] Undo(string id, EmbeddedActivity undone, IReadOnlyList<string> to, IReadOnlyList<string>? cc = null)
    {
        ArgumentNullException.ThrowIfNull(undone);
        return StrictJson.Document(json =>
        {
            ContextFor(json, undone.Type);
            Head(json, id, "Undo", undone.ActorId);
            Addressing(json, to, cc);
            Embed(json, undone);
        });
    }

    /// <summary>A new post.</summary>
    /// <param name="id">Id of the Create.</param>
    /// <param name="note">The post; the activity takes its addressing and time.</param>
    public static byte[] Create(string id, NoteDocument note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return StrictJson.Document(json =>
        {
            JsonLdContext.WriteForNote(json, note);
            CreateMembers(json, id, note);
        });
    }

    /// <summary>A post in its newer state.</summary>
    /// <param name="id">Id of the Update, another each time.</param>
    /// <param name="note">The post.</param>
    /// <param name="at">When it was changed.</param>
    public static byte[] Update(string id, NoteDocument note, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(note);
        return StrictJson.Document(json =>
        {
            JsonLdContext.WriteForNote(json, note);
            Head(json, id, "Update", note.AttributedTo);
            json.Instant("published", at);
            Addressing(json, note.To, note.Cc, note.Audience);
            json.WritePropertyName("object");
            NoteWriter.WriteObject(json, note);
        });
    }

    /// <summary>A profile in its newer state.</summary>
    /// <param name="id">Id of the Update, another each time.</param>
    /// <param name="actor">The actor.</param>
    /// <param name="at">When it was changed.</param>
    public static byte[] Update(string id, ActorDocument actor, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return StrictJson.Document(json =>
        {
            JsonLdContext.WriteForActor(json);
            Head(json, id, "Update", actor.Id);
            json.Instant("published", at);
            Addressing(json, [PublicCollection.Id], actor.Followers is null ? [] : [actor.Followers]);
            json.WritePropertyName("object");
            ActorWriter.WriteObject(json, actor);
        });
    }

    /// <summary>A post that is no more.</summary>
    /// <param name="id">Id of the Delete.</param>
    /// <param name="actor">Its author.</param>
    /// <param name="postId">Id of the post.</param>
    /// <param name="to">Ids in <c>to</c>: everybody who may have it.</param>
    /// <param name="cc">Ids in <c>cc</c>.</param>
    /// <param name="at">When it was deleted.</param>
    public static byte[] Delete(string id, string actor, string postId, IReadOnlyList<string> to, IReadOnlyList<string>? cc, DateTimeOffset at) =>
        StrictJson.Document(json =>
        {
            JsonLdContext.WritePlain(json);
            Head(json, id, "Delete", actor);
            json.Instant("published", at);
            Addressing(json, to, cc);
            json.WriteStartObject("object");
            TombstoneWriter.WriteMembers(json, postId, null, null);
            json.WriteEndObject();
        });

    /// <summary>An actor that is no more.</summary>
    /// <param name="id">Id of the Delete.</param>
    /// <param name="actor">The actor.</param>
    public static byte[] DeleteActor(string id, string actor) => StrictJson.Document(json =>
    {
        JsonLdContext.WritePlain(json);
        Head(json, id, "Delete", actor);
        json.Strings("to", [PublicCollection.Id]);
        json.WriteString("object", actor);
    });

    /// <summary>A boost.</summary>
    /// <param name="id">Id of the Announce.</param>
    /// <param name="actor">Who boosts.</param>
    /// <param name="postId">Id of the post.</param>
    /// <param name="published">When.</param>
    /// <param name="to">Ids in <c>to</c>.</param>
    /// <param name="cc">Ids in <c>cc</c>, the post's author among them.</param>
    public static byte[] Announce(string id, string actor, string postId, DateTimeOffset published, IReadOnlyList<string> to, IReadOnlyList<string> cc) =>
        StrictJson.Document(json =>
        {
            JsonLdContext.WritePlain(json);
            AnnounceMembers(json, id, actor, postId, published, to, cc);
        });

    /// <summary>A favourite.</summary>
    /// <param name="id">Id of the Like.</param>
    /// <param name="actor">Who likes.</param>
    /// <param name="postId">Id of the post.</param>
    /// <param name="author">Its author, the only one told.</param>
    public static byte[] Like(string id, string actor, string postId, string author) => StrictJson.Document(json =>
    {
        JsonLdContext.WritePlain(json);
        Head(json, id, "Like", actor);
        json.Strings("to", [author]);
        json.WriteString("object", postId);
    });

    /// <summary>A block. It tells the other server, not the person.</summary>
    public static byte[] Block(string id, string actor, string target) => StrictJson.Document(json =>
    {
        JsonLdContext.WritePlain(json);
        Head(json, id, "Block", actor);
        json.Strings("to", [target]);
        json.WriteString("object", target);
    });

    /// <summary>The asker keeps an answer (PieFed's word, with our target).</summary>
    /// <param name="id">Id of the ChooseAnswer.</param>
    /// <param name="actor">The asker.</param>
    /// <param name="answerId">Id of the answer.</param>
    /// <param name="questionId">Id of the question.</param>
    /// <param name="group">Id of the group that the question was asked in.</param>
    /// <param name="to">Ids in <c>to</c>.</param>
    /// <param name="cc">Ids in <c>cc</c>, the answer's author among them.</param>
    public static byte[] ChooseAnswer(
        string id, string actor, string answerId, string questionId, string? group, IReadOnlyList<string> to, IReadOnlyList<string> cc) =>
        StrictJson.Document(json =>
        {
            JsonLdContext.WriteForChooseAnswer(json);
            Head(json, id, "ChooseAnswer", actor);
            Addressing(json, to, cc, group);
            json.WriteString("object", answerId);
            json.WriteString("target", questionId);
        });

    /// <summary>A vote in a poll of somebody else: a nameless note but for the option, to the poll's author alone.</summary>
    /// <param name="id">Id of the Create.</param>
    /// <param name="voteId">Id of the vote.</param>
    /// <param name="actor">Who votes.</param>
    /// <param name="pollId">Id of the poll.</param>
    /// <param name="author">The poll's author.</param>
    /// <param name="option">Text of the option chosen.</param>
    public static byte[] Vote(string id, string voteId, string actor, string pollId, string author, string option) => StrictJson.Document(json =>
    {
        JsonLdContext.WritePlain(json);
        Head(json, id, "Create", actor);
        json.Strings("to", [author]);
        json.WriteStartObject("object");
        json.WriteString("id", voteId);
        json.WriteString("type", "Note");
        json.WriteString("name", option);
        json.WriteString("attributedTo", actor);
        json.WriteString("inReplyTo", pollId);
        json.Strings("to", [author]);
        json.WriteEndObject();
    });

    internal static void CreateMembers(Utf8JsonWriter json, string id, NoteDocument note)
    {
        Head(json, id, "Create", note.AttributedTo);
        json.Instant("published", note.Published);
        Addressing(json, note.To, note.Cc, note.Audience);
        json.WritePropertyName("object");
        NoteWriter.WriteObject(json, note);
    }

    internal static void AnnounceMembers(
        Utf8JsonWriter json, string id, string actor, string postId, DateTimeOffset published, IReadOnlyList<string> to, IReadOnlyList<string> cc)
    {
        Head(json, id, "Announce", actor);
        json.Instant("published", published);
        Addressing(json, to, cc);
        json.WriteString("object", postId);
    }

    private static byte[] Answer(string type, string id, string actor, EmbeddedActivity request, string? resultId)
    {
        ArgumentNullException.ThrowIfNull(request);
        return StrictJson.Document(json =>
        {
            ContextFor(json, request.Type);
            Head(json, id, type, actor);
            json.Strings("to", [request.ActorId]);
            Embed(json, request);
            json.Optional("result", resultId);
        });
    }

    private static void ContextFor(Utf8JsonWriter json, string embeddedType)
    {
        switch (embeddedType)
        {
            case "ChooseAnswer":
                JsonLdContext.WriteForChooseAnswer(json);
                break;
            case "QuoteRequest":
                JsonLdContext.WriteForQuotes(json);
                break;
            default:
                JsonLdContext.WritePlain(json);
                break;
        }
    }

    private static void Embed(Utf8JsonWriter json, EmbeddedActivity activity)
    {
        json.WriteStartObject("object");
        json.Optional("id", activity.Id);
        json.WriteString("type", activity.Type);
        json.WriteString("actor", activity.ActorId);
        json.WriteString("object", activity.ObjectId);
        json.Optional("target", activity.TargetId);
        json.Optional("instrument", activity.InstrumentId);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, string id, string type, string actor)
    {
        json.WriteString("id", id);
        json.WriteString("type", type);
        json.WriteString("actor", actor);
    }

    private static void Addressing(Utf8JsonWriter json, IReadOnlyList<string> to, IReadOnlyList<string>? cc, string? audience = null)
    {
        json.Strings("to", to);
        json.OptionalStrings("cc", cc ?? []);
        json.Optional("audience", audience);
    }
}
