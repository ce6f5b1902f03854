using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Discovery;

/// <summary>A link of a <see cref="WebFingerDocument"/>.</summary>
/// <param name="Relation">What it leads to.</param>
/// <param name="Type">Media type of what it leads to.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Template">Where it leads, with <c>{uri}</c> to be filled in.</param>
public sealed record WebFingerLink(string Relation, string? Type, string? Href, string? Template = null);

/// <summary>A JSON Resource Descriptor (RFC 7033 §4.4), ours or another server's.</summary>
/// <param name="Subject">Whom it is about, mostly <c>acct:user@domain</c>.</param>
/// <param name="Aliases">Other addresses of the same.</param>
/// <param name="Links">Where to go from here.</param>
public sealed record WebFingerDocument(string? Subject, IReadOnlyList<string> Aliases, IReadOnlyList<WebFingerLink> Links)
{
    private const string ProfilePage = "http://webfinger.net/rel/profile-page";
    private const string Subscribe = "http://ostatus.org/schema/1.0/subscribe";
    private const string Avatar = "http://webfinger.net/rel/avatar";

    /// <summary>What we say of an actor of ours.</summary>
    /// <param name="handle">Its handle, in the account domain and in its canonical spelling.</param>
    /// <param name="actorId">Its id.</param>
    /// <param name="profilePage">Web address of its page.</param>
    /// <param name="subscribeTemplate">Where one of ours follows somebody, with <c>{uri}</c>.</param>
    /// <param name="avatar">Its picture.</param>
    public static WebFingerDocument Of(Handle handle, string actorId, string profilePage, string? subscribeTemplate = null, ProfileImage? avatar = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        List<WebFingerLink> links =
        [
            new(ProfilePage, "text/html", profilePage),
            new("self", MediaTypes.ActivityJson, actorId),
        ];
        if (subscribeTemplate is not null)
        {
            links.Add(new(Subscribe, null, null, subscribeTemplate));
        }

        if (avatar is not null)
        {
            links.Add(new(Avatar, avatar.MediaType, avatar.Url));
        }

        return new(handle.ToAcct(), [profilePage, actorId], links);
    }

    /// <summary>The address of the ActivityPub actor; null when there is none.</summary>
    public string? Self => Links.FirstOrDefault(link => link.Relation == "self" && MediaTypes.IsActivityJson(link.Type))?.Href;

    /// <summary>The document as JSON.</summary>
    /// <param name="relations">Relations to limit the links to; empty: all.</param>
    public byte[] ToUtf8(IReadOnlyList<string> relations)
    {
        ArgumentNullException.ThrowIfNull(relations);
        return StrictJson.Document(json =>
        {
            json.Optional("subject", Subject);
            json.OptionalStrings("aliases", Aliases);
            json.WriteStartArray("links");
            foreach (var link in Links.Where(link => relations.Count == 0 || relations.Contains(link.Relation, StringComparer.Ordinal)))
            {
                json.WriteStartObject();
                json.WriteString("rel", link.Relation);
                json.Optional("type", link.Type);
                json.Optional("href", link.Href);
                json.Optional("template", link.Template);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Reads another server's document; null members are as good as absent. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out WebFingerDocument? document)
    {
        document = null;
        if (!WireObject.TryRead(utf8, out var source, out _))
        {
            return false;
        }

        document = new(
            source.Json.MeaningfulText("subject"),
            source.Json.Iris("aliases"),
            [.. source.Json.Each("links").Select(Link).OfType<WebFingerLink>()]);
        return true;
    }

    private static WebFingerLink? Link(JsonElement json) =>
        json.MeaningfulText("rel") is { } relation
            ? new(relation, json.MeaningfulText("type"), json.MeaningfulText("href"), json.MeaningfulText("template"))
            : null;
}
