using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// The <c>@context</c> of what we write. Every term is defined inline: servers that do full JSON-LD lose terms without
/// a mapping, and nobody must fetch a context of ours (federation facts: Iceshrimp.NET).
/// </summary>
internal static class JsonLdContext
{
    public const string ActivityStreams = "https://www.w3.org/ns/activitystreams";

    private const string Security = "https://w3id.org/security/v1";

    /// <summary>For documents that use no terms but those of ActivityStreams.</summary>
    public static void WritePlain(Utf8JsonWriter json) => json.WriteString("@context", ActivityStreams);

    /// <summary>For posts; terms for polls, files, emojis and quotes only where the post has any.</summary>
    public static void WriteForNote(Utf8JsonWriter json, NoteDocument note)
    {
        Begin(json);
        json.WriteString("Hashtag", "as:Hashtag");
        json.WriteString("sensitive", "as:sensitive");
        json.WriteString("ostatus", "http://ostatus.org#");
        json.WriteString("conversation", "ostatus:conversation");
        json.WriteString("gts", "https://gotosocial.org/ns#");
        Reference(json, "interactionPolicy", "gts:interactionPolicy");
        Reference(json, "canQuote", "gts:canQuote");
        Reference(json, "automaticApproval", "gts:automaticApproval");
        if (note.Attachments.Count > 0 || note.Emojis.Count > 0 || note.Poll is not null)
        {
            json.WriteString("toot", "http://joinmastodon.org/ns#");
        }

        if (note.Attachments.Count > 0)
        {
            json.WriteString("blurhash", "toot:blurhash");
            List(json, "focalPoint", "toot:focalPoint");
        }

        if (note.Emojis.Count > 0)
        {
            json.WriteString("Emoji", "toot:Emoji");
        }

        if (note.Poll is not null)
        {
            json.WriteString("votersCount", "toot:votersCount");
        }

        if (note.Quote is not null)
        {
            Reference(json, "quote", "https://w3id.org/fep/044f#quote");
            Reference(json, "quoteAuthorization", "https://w3id.org/fep/044f#quoteAuthorization");
            json.WriteString("quoteUri", "http://fedibird.com/ns#quoteUri");
            json.WriteString("_misskey_quote", "https://misskey-hub.net/ns#_misskey_quote");
        }

        End(json);
    }

    /// <summary>For actors.</summary>
    public static void WriteForActor(Utf8JsonWriter json)
    {
        Begin(json);
        json.WriteString("manuallyApprovesFollowers", "as:manuallyApprovesFollowers");
        Reference(json, "alsoKnownAs", "as:alsoKnownAs");
        Reference(json, "movedTo", "as:movedTo");
        json.WriteString("Hashtag", "as:Hashtag");
        json.WriteString("toot", "http://joinmastodon.org/ns#");
        Reference(json, "featured", "toot:featured");
        Reference(json, "featuredTags", "toot:featuredTags");
        json.WriteString("discoverable", "toot:discoverable");
        json.WriteString("indexable", "toot:indexable");
        json.WriteString("suspended", "toot:suspended");
        json.WriteString("Emoji", "toot:Emoji");
        json.WriteStartObject("attributionDomains");
        json.WriteString("@id", "toot:attributionDomains");
        json.WriteString("@container", "@set");
        json.WriteEndObject();
        // The namespace is wrong at schema.org and right for Mastodon.
        json.WriteString("schema", "http://schema.org#");
        json.WriteString("PropertyValue", "schema:PropertyValue");
        json.WriteString("value", "schema:value");
        json.WriteString("webfinger", "https://purl.archive.org/socialweb/webfinger#webfinger");
        json.WriteString("sec", "https://w3id.org/security#");
        json.WriteString("Multikey", "sec:Multikey");
        Reference(json, "assertionMethod", "sec:assertionMethod");
        Reference(json, "controller", "sec:controller");
        json.WriteString("publicKeyMultibase", "sec:publicKeyMultibase");
        List(json, "implements", "https://w3id.org/fep/844e/implements");
        End(json);
    }

    /// <summary>For ChooseAnswer, the one type of activity that is not of ActivityStreams.</summary>
    public static void WriteForChooseAnswer(Utf8JsonWriter json)
    {
        Begin(json, withSecurity: false);
        json.WriteString("ChooseAnswer", "https://piefed.social/ns#ChooseAnswer");
        End(json);
    }

    /// <summary>For answers to a QuoteRequest (FEP-044f).</summary>
    public static void WriteForQuotes(Utf8JsonWriter json)
    {
        Begin(json, withSecurity: false);
        json.WriteString("QuoteRequest", "https://w3id.org/fep/044f#QuoteRequest");
        json.WriteString("QuoteAuthorization", "https://w3id.org/fep/044f#QuoteAuthorization");
        json.WriteString("gts", "https://gotosocial.org/ns#");
        Reference(json, "interactingObject", "gts:interactingObject");
        Reference(json, "interactionTarget", "gts:interactionTarget");
        End(json);
    }

    private static void Begin(Utf8JsonWriter json, bool withSecurity = true)
    {
        json.WriteStartArray("@context");
        json.WriteStringValue(ActivityStreams);
        if (withSecurity)
        {
            json.WriteStringValue(Security);
        }

        json.WriteStartObject();
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Reference(Utf8JsonWriter json, string term, string iri)
    {
        json.WriteStartObject(term);
        json.WriteString("@id", iri);
        json.WriteString("@type", "@id");
        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, string term, string iri)
    {
        json.WriteStartObject(term);
        json.WriteString("@id", iri);
        json.WriteString("@container", "@list");
        json.WriteEndObject();
    }
}
