using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>One entry of a collection of ours.</summary>
public sealed class CollectionItem
{
    private readonly Action<Utf8JsonWriter> _write;

    private CollectionItem(Action<Utf8JsonWriter> write, NoteDocument? note = null)
    {
        _write = write;
        Note = note;
    }

    internal NoteDocument? Note { get; }

    /// <summary>By its id alone: the only form for what is not ours.</summary>
    public static CollectionItem Of(string id) => new(json => json.WriteStringValue(id));

    /// <summary>A post of ours, whole.</summary>
    public static CollectionItem Of(NoteDocument note) => new(json => NoteWriter.WriteObject(json, note), note);

    /// <summary>A hashtag, for <c>featuredTags</c>.</summary>
    public static CollectionItem Of(Hashtag hashtag) => new(json => json.Tag(hashtag));

    /// <summary>The activity by which a post of ours came to be, for an outbox.</summary>
    public static CollectionItem Create(string id, NoteDocument note) => new(
        json =>
        {
            json.WriteStartObject();
            ActivityWriter.CreateMembers(json, id, note);
            json.WriteEndObject();
        },
        note);

    /// <summary>A boost of ours, for an outbox.</summary>
    public static CollectionItem Announce(
        string id, string actor, string postId, DateTimeOffset published, IReadOnlyList<string> to, IReadOnlyList<string> cc) => new(json =>
    {
        json.WriteStartObject();
        ActivityWriter.AnnounceMembers(json, id, actor, postId, published, to, cc);
        json.WriteEndObject();
    });

    internal void Write(Utf8JsonWriter json) => _write(json);
}
