using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Writes our collections and their pages.</summary>
public static class CollectionWriter
{
    /// <summary>A collection: its number, its pages or its items; with neither it shows the number alone.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ordered">Whether the order means something (OrderedCollection).</param>
    /// <param name="totalItems">How many there are; null when that is not told.</param>
    /// <param name="first">Id of its first page.</param>
    /// <param name="items">Its items, when it is small enough to have no pages.</param>
    /// <param name="attributedTo">Whose it is.</param>
    public static byte[] Collection(
        string id, bool ordered, long? totalItems, string? first = null, IReadOnlyList<CollectionItem>? items = null, string? attributedTo = null) =>
        Document(items, json =>
        {
            json.WriteString("id", id);
            json.WriteString("type", ordered ? "OrderedCollection" : "Collection");
            json.Optional("attributedTo", attributedTo);
            Total(json, totalItems);
            json.Optional("first", first);
            Items(json, ordered, items);
        });

    /// <summary>One page of a collection.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="partOf">Id of the collection.</param>
    /// <param name="ordered">Whether the order means something.</param>
    /// <param name="items">Its items.</param>
    /// <param name="next">Id of the page after.</param>
    /// <param name="prev">Id of the page before.</param>
    /// <param name="totalItems">How many there are in the collection.</param>
    public static byte[] Page(
        string id, string partOf, bool ordered, IReadOnlyList<CollectionItem> items, string? next = null, string? prev = null, long? totalItems = null) =>
        Document(items, json =>
        {
            json.WriteString("id", id);
            json.WriteString("type", ordered ? "OrderedCollectionPage" : "CollectionPage");
            Total(json, totalItems);
            json.WriteString("partOf", partOf);
            json.Optional("next", next);
            json.Optional("prev", prev);
            Items(json, ordered, items);
        });

    private static byte[] Document(IReadOnlyList<CollectionItem>? items, Action<Utf8JsonWriter> members) => StrictJson.Document(json =>
    {
        var notes = (items ?? []).Select(item => item.Note).OfType<NoteDocument>().ToArray();
        if (notes.Length == 0)
        {
            JsonLdContext.WritePlain(json);
        }
        else
        {
            // One context defines the terms of all of them.
            JsonLdContext.WriteForNote(json, notes[0] with
            {
                Attachments = [.. notes.SelectMany(note => note.Attachments)],
                Emojis = [.. notes.SelectMany(note => note.Emojis)],
                Poll = notes.Select(note => note.Poll).FirstOrDefault(poll => poll is not null),
                Quote = notes.Select(note => note.Quote).FirstOrDefault(quote => quote is not null),
            });
        }

        members(json);
    });

    private static void Total(Utf8JsonWriter json, long? totalItems)
    {
        if (totalItems is { } total)
        {
            json.WriteNumber("totalItems", total);
        }
    }

    private static void Items(Utf8JsonWriter json, bool ordered, IReadOnlyList<CollectionItem>? items)
    {
        if (items is null)
        {
            return;
        }

        json.WriteStartArray(ordered ? "orderedItems" : "items");
        foreach (var item in items)
        {
            item.Write(json);
        }

        json.WriteEndArray();
    }
}
