using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Reads actors of every software that has them.</summary>
internal static class ActorReader
{
    private const int MostAliases = 256;

    public static ActorObject? Read(WireObject source)
    {
        var json = source.Json;
        if (source.Id is not { } id || !IsActor(source.Type) || json.Web("inbox") is not { } inbox)
        {
            return null;
        }

        var endpoints = json.Member("endpoints");
        return new ActorObject
        {
            Id = id,
            Type = source.Type,
            PreferredUsername = json.MeaningfulText("preferredUsername"),
            Webfinger = Handle(json.MeaningfulText("webfinger")),
            Name = json.MeaningfulText("name"),
            Summary = json.MeaningfulText("summary"),
            Url = PostReader.Page(json),
            Inbox = inbox,
            SharedInbox = endpoints?.Web("sharedInbox") ?? json.Web("sharedInbox"),
            Outbox = json.Web("outbox"),
            Followers = json.Web("followers"),
            Following = json.Web("following"),
            Featured = json.Web("featured"),
            Icon = ProfileImage.Read(json, "icon"),
            Image = ProfileImage.Read(json, "image"),
            Fields = ProfileField.ReadAll(json),
            Locked = json.Flag("manuallyApprovesFollowers") ?? false,
            Discoverable = json.Flag("discoverable") ?? false,
            Indexable = json.Flag("indexable") ?? false,
            Published = json.Instant("published"),
            Updated = json.Instant("updated"),
            MovedTo = json.Iri("movedTo"),
            AlsoKnownAs = [.. json.Iris("alsoKnownAs").Take(MostAliases)],
            Suspended = json.Flag("suspended") ?? false,
            Memorial = json.Flag("memorial") ?? false,
            Keys = [.. ActorKey.ReadAll(json).Where(key => key.Owner is null || string.Equals(key.Owner, id, StringComparison.Ordinal))],
            Emojis = Emoji.ReadAll(json),
            Hashtags = Hashtag.ReadAll(json),
            AttributionDomains = [.. json.Each("attributionDomains").Select(domain => domain.Text()).OfType<string>().Take(MostAliases)],
            Implements = [.. (json.Member("generator") is { } generator ? generator.Iris("implements") : [])
                .Concat(json.Iris("implements")).Distinct(StringComparer.Ordinal)],
        };
    }

    private static bool IsActor(string type) => type is "Person" or "Service" or "Application" or "Group" or "Organization";

    private static string? Handle(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var handle = text.StartsWith("acct:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        handle = handle.TrimStart('@');
        return handle.IndexOf('@', StringComparison.Ordinal) > 0 && handle.Length <= 512 ? handle : null;
    }
}
