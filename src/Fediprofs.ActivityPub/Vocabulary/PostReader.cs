using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Reads posts of every software that sends them.</summary>
internal static class PostReader
{
    public static PostObject? Read(WireObject source, IReadOnlyList<Mention>? activityMentions = null)
    {
        if (source.Id is not { } id || !IsPost(source))
        {
            return null;
        }

        var json = source.Json;
        var content = json.Text("content");
        return new PostObject
        {
            Id = id,
            Type = source.Type,
            Url = Page(json),
            AttributedTo = Authors(json),
            Content = content,
            MediaType = json.MeaningfulText("mediaType") is { } type ? type.Split(';')[0].Trim().ToLowerInvariant() : "text/html",
            Language = Language(json, content),
            Name = json.MeaningfulText("name"),
            Summary = json.MeaningfulText("summary"),
            Sensitive = json.Flag("sensitive") ?? false,
            Published = json.Instant("published"),
            Updated = json.Instant("updated"),
            InReplyTo = json.Iri("inReplyTo"),
            Audience = Audience.Read(json),
            Mentions = Merge(Mention.ReadAll(json), activityMentions),
            Hashtags = Hashtag.ReadAll(json),
            Emojis = Emoji.ReadAll(json),
            Attachments = Attachment.ReadAll(json),
            Links = [.. json.Each("attachment").Where(item => item.HasType("Link")).Select(item => item.Web("href")).OfType<string>().Distinct()],
            Replies = json.Reference("replies"),
            Context = json.Iri("context"),
            Conversation = json.Iri("conversation"),
            Poll = Poll.Read(json),
            LikesCount = json.Member("likes")?.Count("totalItems"),
            SharesCount = json.Member("shares")?.Count("totalItems"),
            Quote = Quote.Read(json),
            InteractionPolicy = InteractionPolicy.Read(json),
            Event = json.HasType("Event") ? EventDetails.Read(json) : null,
            Question = QuestionTags.Read(json),
            AnswerTo = QuestionTags.ReadAnswer(json),
        };
    }

    private static bool IsPost(WireObject source) => source.Type is "Note" or "Question" or "Article" or "Page" or "Event"
        or "Video" or "Audio" or "Image" or "ChatMessage";

    // PeerTube attributes a video to its author and to the channel, a Group.
    private static IReadOnlyList<string> Authors(JsonElement json)
    {
        var authors = json.Each("attributedTo").ToArray();
        if (Array.Find(authors, author => author.HasType("Person")).Iri() is { } person)
        {
            return [.. authors.Select(author => author.Iri()).OfType<string>().Prepend(person).Distinct(StringComparer.Ordinal)];
        }

        var ids = json.Iris("attributedTo");
        return ids.Count > 0 ? ids : json.Iris("actor");
    }

    internal static string? Page(JsonElement json)
    {
        string? first = null;
        foreach (var url in json.Each("url"))
        {
            var address = url.ValueKind == JsonValueKind.Object ? url.Web("href") ?? url.Web("url") : url.Iri();
            if (!WebAddress.IsWeb(address))
            {
                continue;
            }

            if (url.ValueKind == JsonValueKind.Object && url.Text("mediaType") is { } type
                && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
            {
                return address;
            }

            first ??= address;
        }

        return first;
    }

    private static string? Language(JsonElement json, string? content)
    {
        var texts = json.TextMap("contentMap").ToArray();
        var key = Array.Find(texts, text => text.Value == content).Key ?? texts.FirstOrDefault().Key;
        return new[]
            {
                key,
                json.Member("language") is { } language ? language.Text() ?? language.Text("identifier") : null,
                json.Text("inLanguage"),
                json.TextMap("nameMap").FirstOrDefault().Key,
                json.TextMap("summaryMap").FirstOrDefault().Key,
            }
            .FirstOrDefault(IsLanguage);
    }

    private static bool IsLanguage(string? tag) =>
        tag is { Length: >= 2 and <= 35 } && tag != "und" && tag.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static IReadOnlyList<Mention> Merge(IReadOnlyList<Mention> own, IReadOnlyList<Mention>? ofActivity) =>
        ofActivity is null or { Count: 0 } ? own : [.. own.Concat(ofActivity).DistinctBy(mention => mention.Href)];
}
