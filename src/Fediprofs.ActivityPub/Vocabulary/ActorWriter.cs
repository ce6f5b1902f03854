using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Writes our actors.</summary>
public static class ActorWriter
{
    /// <summary>The actor as a document of its own.</summary>
    public static byte[] Write(ActorDocument actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return StrictJson.Document(json =>
        {
            JsonLdContext.WriteForActor(json);
            WriteMembers(json, actor);
        });
    }

    internal static void WriteObject(Utf8JsonWriter json, ActorDocument actor)
    {
        json.WriteStartObject();
        WriteMembers(json, actor);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, ActorDocument actor)
    {
        json.WriteString("id", actor.Id);
        json.WriteString("type", actor.Type);
        json.WriteString("preferredUsername", actor.PreferredUsername);
        json.WriteString("webfinger", actor.Webfinger);
        json.Optional("name", actor.Name);
        json.Optional("summary", actor.Summary);
        json.WriteString("url", actor.Url);
        json.WriteString("inbox", actor.Inbox);
        json.WriteString("outbox", actor.Outbox);
        json.Optional("followers", actor.Followers);
        json.Optional("following", actor.Following);
        json.Optional("featured", actor.Featured);
        json.Optional("featuredTags", actor.FeaturedTags);
        if (actor.SharedInbox is not null)
        {
            json.WriteStartObject("endpoints");
            json.WriteString("sharedInbox", actor.SharedInbox);
            json.WriteEndObject();
        }

        json.WriteBoolean("manuallyApprovesFollowers", actor.Locked);
        // Mastodon takes these two for false when they are absent.
        json.WriteBoolean("discoverable", actor.Discoverable);
        json.WriteBoolean("indexable", actor.Indexable);
        if (actor.Suspended)
        {
            json.WriteBoolean("suspended", true);
        }

        json.Instant("published", actor.Published);
        json.Instant("updated", actor.Updated);
        json.Image("icon", actor.Icon);
        json.Image("image", actor.Image);
        WriteFields(json, actor.Fields);
        WriteTags(json, actor);
        json.OptionalStrings("alsoKnownAs", actor.AlsoKnownAs);
        json.Optional("movedTo", actor.MovedTo);
        json.OptionalStrings("attributionDomains", actor.AttributionDomains);
        json.WriteStartObject("publicKey");
        json.WriteString("id", actor.PublicKeyId);
        json.WriteString("owner", actor.Id);
        json.WriteString("publicKeyPem", actor.PublicKeyPem);
        json.WriteEndObject();
        WriteAssertionMethods(json, actor);
        WriteGenerator(json);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<ProfileField> fields)
    {
        json.WriteStartArray("attachment");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("type", "PropertyValue");
            json.WriteString("name", field.Name);
            json.WriteString("value", field.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json, ActorDocument actor)
    {
        json.WriteStartArray("tag");
        foreach (var hashtag in actor.Hashtags)
        {
            json.Tag(hashtag);
        }

        foreach (var emoji in actor.Emojis)
        {
            json.Tag(emoji);
        }

        json.WriteEndArray();
    }

    private static void WriteAssertionMethods(Utf8JsonWriter json, ActorDocument actor)
    {
        if (actor.AssertionMethods.Count == 0)
        {
            return;
        }

        json.WriteStartArray("assertionMethod");
        foreach (var (id, multibase) in actor.AssertionMethods)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("type", "Multikey");
            json.WriteString("controller", actor.Id);
            json.WriteString("publicKeyMultibase", multibase);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // FEP-844e: peers need not try to learn that we verify RFC 9421.
    private static void WriteGenerator(Utf8JsonWriter json)
    {
        json.WriteStartObject("generator");
        json.WriteString("type", "Application");
        json.WriteStartArray("implements");
        json.WriteStartObject();
        json.WriteString("href", "https://datatracker.ietf.org/doc/html/rfc9421");
        json.WriteString("name", "RFC-9421: HTTP Message Signatures");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
