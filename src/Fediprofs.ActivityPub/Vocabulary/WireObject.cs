using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// One ActivityStreams object as it came over the wire, whole or embedded in another, not yet read as anything.
/// The <c>As…</c> methods read it; each returns null when the object is not of that kind.
/// </summary>
public sealed class WireObject
{
    /// <summary>How deep objects and arrays may lie in each other.</summary>
    public const int DeepestNesting = 32;

    internal WireObject(JsonElement json)
    {
        Json = json;
        Id = json.Member("id")?.Iri();
        Type = json.Text("type") ?? "";
    }

    internal JsonElement Json { get; }

    /// <summary>The id as sent; null for an anonymous object.</summary>
    public string? Id { get; }

    /// <summary>The first <c>type</c>; empty when there is none.</summary>
    public string Type { get; }

    /// <summary>Whether it stands for something deleted.</summary>
    public bool IsTombstone => Json.HasType("Tombstone");

    /// <summary>Whether one of its types is this one.</summary>
    public bool Is(string type) => Json.HasType(type);

    /// <summary>The JSON of this object alone, as sent.</summary>
    public byte[] ToUtf8() => JsonMarshal.GetRawUtf8Value(Json).ToArray();

    /// <summary>Reads it as an activity; null without a type, an actor, or the object that its type needs.</summary>
    public Activity? AsActivity() => Activity.Read(this, out _);

    /// <summary>Reads it as a post (Note, Question, Article, Page, Event, Video, Audio, Image, ChatMessage); null without an id.</summary>
    public PostObject? AsPost() => PostReader.Read(this);

    /// <summary>Reads it as an actor; null without an id or an inbox.</summary>
    public ActorObject? AsActor() => ActorReader.Read(this);

    /// <summary>Reads it as a collection or a page of one.</summary>
    public CollectionPage? AsCollection() => CollectionPage.Read(this);

    /// <summary>Reads it as a public key that stands alone at its address; null when it is none.</summary>
    public ActorKey? AsKey() => ActorKey.Read(Json);

    /// <summary>
    /// Reads UTF-8 JSON. Refused, never thrown: what is not UTF-8 or JSON, half of a surrogate pair, nesting deeper
    /// than <see cref="DeepestNesting"/>, and anything but an object. The size is the caller's to limit.
    /// </summary>
    /// <param name="utf8">The document; copied, so the buffer may be used again.</param>
    /// <param name="document">The object, when the result is true.</param>
    /// <param name="problem">What is wrong, for a log line, when the result is false.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out WireObject? document, [NotNullWhen(false)] out string? problem)
    {
        document = null;
        utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!Utf8.IsValid(utf8))
        {
            problem = "not UTF-8";
            return false;
        }

        try
        {
            var json = JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            if (json.ValueKind != JsonValueKind.Object)
            {
                problem = $"a JSON {json.ValueKind} instead of an object";
                return false;
            }

            if (MayHoldSurrogates(utf8))
            {
                ReadEveryString(utf8);
            }

            document = new WireObject(json);
            problem = null;
            return true;
        }
        catch (JsonException exception)
        {
            problem = $"not JSON: {exception.Message}";
            return false;
        }
        catch (InvalidOperationException)
        {
            problem = "half of a surrogate pair";
            return false;
        }
    }

    private static bool MayHoldSurrogates(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0;

    // Escaped surrogates are checked by System.Text.Json only when a string is taken out: do so once, here.
    private static void ReadEveryString(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
