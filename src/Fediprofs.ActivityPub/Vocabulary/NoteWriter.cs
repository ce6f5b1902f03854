using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>
/// Writes our posts. A question stays a plain Note: its structure travels as additional <c>tag</c> objects, never as
/// <c>name</c> or a property of its own, so that every server shows it whole and Mastodon can pass it on.
/// </summary>
public static class NoteWriter
{
    /// <summary>The post as a document of its own.</summary>
    public static byte[] Write(NoteDocument note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return StrictJson.Document(json =>
        {
            JsonLdContext.WriteForNote(json, note);
            WriteMembers(json, note);
        });
    }

    internal static void WriteObject(Utf8JsonWriter json, NoteDocument note)
    {
        json.WriteStartObject();
        WriteMembers(json, note);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, NoteDocument note)
    {
        json.WriteString("id", note.Id);
        json.WriteString("type", note.Poll is null ? "Note" : "Question");
        json.WriteString("attributedTo", note.AttributedTo);
        json.WriteString("url", note.Url);
        json.Instant("published", note.Published);
        json.Instant("updated", note.Updated);
        json.Optional("inReplyTo", note.InReplyTo);
        json.Strings("to", note.To);
        json.Strings("cc", note.Cc);
        json.Optional("audience", note.Audience);
        json.Optional("summary", note.Summary);
        json.WriteString("content", note.Content);
        if (note.Language is not null)
        {
            json.WriteStartObject("contentMap");
            json.WriteString(note.Language, note.Content);
            json.WriteEndObject();
        }

        json.WriteBoolean("sensitive", note.Sensitive);
        WriteAttachments(json, note.Attachments);
        WriteTags(json, note);
        WritePoll(json, note.Poll);
        json.Optional("replies", note.Replies);
        WriteCount(json, "likes", note.Likes, note.LikesCount);
        WriteCount(json, "shares", note.Shares, note.SharesCount);
        json.Optional("context", note.Context);
        json.Optional("conversation", note.Context);
        WriteQuote(json, note.Quote);
        json.WriteStartObject("interactionPolicy");
        json.WriteStartObject("canQuote");
        // Without an entry Mastodon lets nobody quote, not even the author.
        json.Strings("automaticApproval", note.CanQuote.Count > 0 ? note.CanQuote : [note.AttributedTo]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttachments(Utf8JsonWriter json, IReadOnlyList<Attachment> attachments)
    {
        if (attachments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("attachment");
        foreach (var attachment in attachments)
        {
            json.WriteStartObject();
            json.WriteString("type", attachment.Type);
            json.Optional("mediaType", attachment.MediaType);
            json.WriteString("url", attachment.Url);
            json.Optional("name", attachment.Description);
            json.Optional("blurhash", attachment.Blurhash);
            if (attachment.FocalPoint is { } focus)
            {
                json.WriteStartArray("focalPoint");
                json.WriteNumberValue(focus.X);
                json.WriteNumberValue(focus.Y);
                json.WriteEndArray();
            }

            if (attachment.Width is { } width && attachment.Height is { } height)
            {
                json.WriteNumber("width", width);
                json.WriteNumber("height", height);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json, NoteDocument note)
    {
        json.WriteStartArray("tag");
        foreach (var mention in note.Mentions)
        {
            json.Tag(mention);
        }

        foreach (var hashtag in note.Hashtags)
        {
            json.Tag(hashtag);
        }

        foreach (var emoji in note.Emojis)
        {
            json.Tag(emoji);
        }

        note.Question?.Write(json);
        if (note.AnswerTo is { } question)
        {
            QuestionTags.WriteLink(json, FediprofsTerms.Answer, question);
        }

        json.WriteEndArray();
    }

    private static void WritePoll(Utf8JsonWriter json, Poll? poll)
    {
        if (poll is null)
        {
            return;
        }

        json.WriteStartArray(poll.Multiple ? "anyOf" : "oneOf");
        foreach (var option in poll.Options)
        {
            json.WriteStartObject();
            json.WriteString("type", "Note");
            json.WriteString("name", option.Name);
            json.WriteStartObject("replies");
            json.WriteString("type", "Collection");
            json.WriteNumber("totalItems", option.Votes);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Instant("endTime", poll.EndTime);
        json.Instant("closed", poll.Closed ? poll.ClosedAt ?? poll.EndTime : null);
        if (poll.VotersCount is { } voters)
        {
            json.WriteNumber("votersCount", voters);
        }
    }

    private static void WriteCount(Utf8JsonWriter json, string name, string? id, long count)
    {
        if (id is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("id", id);
        json.WriteString("type", "Collection");
        json.WriteNumber("totalItems", count);
        json.WriteEndObject();
    }

    private static void WriteQuote(Utf8JsonWriter json, Quote? quote)
    {
        if (quote is null)
        {
            return;
        }

        json.WriteString("quote", quote.Id);
        json.WriteString("quoteUri", quote.Id);
        json.WriteString("_misskey_quote", quote.Id);
        json.Optional("quoteAuthorization", quote.AuthorizationId);
    }
}
