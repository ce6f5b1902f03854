using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Html;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Tests.Vocabulary;

/// <summary>What other software sends (Vectors/activities), each sample against what its index says a receiver learns from it.</summary>
public class SampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "activities");

    private static readonly Dictionary<string, JsonObject> Index = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "index.json")))!["files"]!
        .AsArray().ToDictionary(entry => entry!["file"]!.GetValue<string>(), entry => entry!.AsObject());

    public static TheoryData<string> Files => [.. Index.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sample_reads_as_its_index_says(string file)
    {
        var entry = Index[file];
        var effect = entry["effect"]!.AsObject();
        var utf8 = File.ReadAllBytes(Path.Combine(Folder, file));
        Assert.True(WireObject.TryRead(utf8, out var document, out var problem), problem);

        switch (entry["kind"]!.GetValue<string>())
        {
            case "actor":
                CheckActor(effect, document.AsActor()!);
                break;
            case "collection":
                CheckCollection(effect, document.AsCollection()!);
                break;
            case "object" when Text(effect, "type") == "ignore-or-collection":
                Assert.Null(document.AsPost());
                Assert.Null(document.AsActor());
                break;
            case "object":
                CheckPost(effect, document.AsPost()!);
                break;
            default:
                Assert.True(ActivityDocument.TryRead(utf8, out var activity, out problem), problem);
                if (Text(effect, "type") != "refuse")
                {
                    Assert.Equal(Text(entry, "sender"), activity.ActorId);
                }

                CheckActivity(effect, activity);
                break;
        }
    }

    private static void CheckActivity(JsonObject effect, Activity activity)
    {
        if (Text(effect, "actor") is { } actor)
        {
            Assert.Equal(actor, activity.ActorId);
        }

        if (Text(effect, "visibility") is { } visibility && activity is Announce)
        {
            Assert.Equal(visibility, Visible(activity.Audience));
        }

        switch (Text(effect, "type"))
        {
            case "post" or "reply" or "event":
                CheckPost(effect, Assert.IsType<Create>(activity).Post!);
                break;
            case "vote":
                var vote = Assert.IsType<Create>(activity).Post!;
                Assert.True(vote.IsVote);
                Assert.Equal(Text(effect, "poll"), vote.InReplyTo);
                Assert.Equal(Text(effect, "option"), vote.Name);
                break;
            case "edit":
                CheckPost(effect, Assert.IsType<Update>(activity).Post!);
                break;
            case "poll-result":
                var results = Assert.IsType<Update>(activity).Post!;
                Assert.Equal(Text(effect, "object"), results.Id);
                Assert.Equal(effect["votes"]!.AsArray().Select(votes => votes!.GetValue<long>()), results.Poll!.Options.Select(option => option.Votes));
                Assert.Equal(effect["voters"]!.GetValue<long>(), results.Poll.VotersCount);
                Assert.True(results.Poll.Closed);
                Assert.Null(results.Updated);
                break;
            case "boost":
                Assert.Equal(Text(effect, "object"), Assert.IsType<Announce>(activity).Object.Id);
                Assert.Null(((Announce)activity).PassedOn);
                break;
            case "group-announce":
                var passedOn = Assert.IsType<Create>(Assert.IsType<Announce>(activity).PassedOn);
                Assert.Equal(Text(effect, "object"), passedOn.Object.Id);
                CheckPost(effect, passedOn.Post!);
                break;
            case "favourite":
                Assert.Equal(Text(effect, "object"), Assert.IsType<Like>(activity).Object.Id);
                Assert.Equal(Text(effect, "emoji"), ((Like)activity).Emoji);
                break;
            case "reaction":
                var reaction = Assert.IsType<UnknownActivity>(activity);
                Assert.Equal(Text(effect, "object"), reaction.Object!.Id);
                Assert.Equal(Text(effect, "emoji"), reaction.Content);
                break;
            case "follow":
                Assert.Equal(Text(effect, "object"), Assert.IsType<Follow>(activity).Object.Id);
                break;
            case "block":
                Assert.Equal(Text(effect, "object"), Assert.IsType<Block>(activity).Object.Id);
                break;
            case "accept":
                CheckAccept(effect, Assert.IsType<Accept>(activity));
                break;
            case "undo":
                CheckUndo(effect, Assert.IsType<Undo>(activity));
                break;
            case "delete":
                Assert.Equal(Text(effect, "object"), Assert.IsType<Delete>(activity).Object.Id);
                Assert.False(((Delete)activity).IsOfActorItself);
                break;
            case "delete-actor":
                Assert.True(Assert.IsType<Delete>(activity).IsOfActorItself);
                break;
            case "report":
                var report = Assert.IsType<UnknownActivity>(activity);
                Assert.Equal(Texts(effect, "statuses").Prepend(Text(effect, "account")), report.ObjectIds);
                Assert.Equal(Text(effect, "comment"), report.Content);
                break;
            case "move":
                Assert.Equal(Text(effect, "target"), Assert.IsType<UnknownActivity>(activity).TargetId);
                break;
            case "pin" or "unpin":
                Assert.Equal(Text(effect, "object"), Assert.IsType<UnknownActivity>(activity).Object!.Id);
                break;
            case "quote-request" or "interaction-request":
                var request = Assert.IsType<UnknownActivity>(activity);
                Assert.Equal(Text(effect, "object"), request.Object!.Id);
                Assert.Equal(Text(effect, "instrument") ?? request.Instrument!.Id, request.Instrument!.Id);
                break;
            case "ignore":
                Assert.IsType<UnknownActivity>(activity);
                break;
            case "refuse":
                // What a receiver refuses these for is plain after reading: another host's object.
                var claimed = activity switch
                {
                    Create create => create.Post!.AuthorId,
                    Update update => update.Object.Id,
                    _ => throw new InvalidOperationException(activity.Type),
                };
                Assert.False(WebAddress.SameHost(claimed, activity.ActorId));
                break;
            default:
                Assert.Fail($"no check for {Text(effect, "type")}");
                break;
        }
    }

    private static void CheckAccept(JsonObject effect, Accept accept)
    {
        Assert.Equal(Text(effect, "result"), accept.ResultId);
        if (accept.Request is Follow follow)
        {
            Assert.Equal(Text(effect, "follower"), follow.ActorId);
            Assert.Equal(accept.ActorId, follow.Object.Id);
        }
        else if (accept.Request is UnknownActivity request)
        {
            Assert.Equal(Text(effect, "instrument"), request.Instrument!.Id);
        }
        else
        {
            Assert.Equal("https://salle.example/follows/2", accept.Object.Id);
        }
    }

    private static void CheckUndo(JsonObject effect, Undo undo)
    {
        if (Text(effect, "activity") is { } activity)
        {
            Assert.Equal(activity, undo.Object.Id);
            Assert.Null(undo.Undone);
            return;
        }

        var (kind, about) = undo.Undone switch
        {
            Announce announce => ("boost", announce.Object.Id),
            Like like => ("favourite", like.Object.Id),
            Follow follow => ("follow", follow.Object.Id),
            _ => ("?", null),
        };
        Assert.Equal(Text(effect, "of"), kind);
        Assert.Equal(Text(effect, "object"), about);
        Assert.Equal(undo.ActorId, undo.Undone!.ActorId);
    }

    private static void CheckPost(JsonObject effect, PostObject post)
    {
        Check(effect, "author", post.AuthorId);
        Check(effect, "object", post.Id);
        Check(effect, "visibility", Visible(post.Audience));
        Check(effect, "inReplyTo", post.InReplyTo);
        Check(effect, "language", post.Language);
        Check(effect, "title", post.Name);
        Check(effect, "url", post.Url);
        Check(effect, "quote", post.Quote?.Id);
        Check(effect, "quoteAuthorization", post.Quote?.AuthorizationId);
        Check(effect, "place", post.Event?.Place?.ToString());
        CheckInstant(effect, "published", post.Published);
        CheckInstant(effect, "updated", post.Updated);
        CheckInstant(effect, "startTime", post.Event?.Start);
        CheckInstant(effect, "endTime", post.Event?.End);
        if (effect["mentions"] is not null)
        {
            Assert.Equal(Texts(effect, "mentions"), post.Mentions.Select(mention => mention.Href));
        }

        if (effect["hashtags"] is not null)
        {
            Assert.Equal(Texts(effect, "hashtags"), post.Hashtags.Select(hashtag => hashtag.Key));
        }

        if (effect["attachments"] is { } attachments)
        {
            var attachment = Assert.Single(post.Attachments);
            Assert.Equal(1, attachments.GetValue<int>());
            Assert.NotNull(attachment.Description);
            Assert.Equal(new FocalPoint(0, -0.35), attachment.FocalPoint);
        }

        if (effect["sensitive"] is { } sensitive)
        {
            Assert.Equal(sensitive.GetValue<bool>(), post.Sensitive);
        }

        if (effect["quoteApproved"] is not null)
        {
            Assert.False(post.Quote!.AsksConsent);
        }

        if (effect["poll"] is JsonObject poll)
        {
            Assert.Equal(Texts(poll, "options"), post.Poll!.Options.Select(option => option.Name));
            Assert.Equal(poll["votes"]!.AsArray().Select(votes => votes!.GetValue<long>()), post.Poll.Options.Select(option => option.Votes));
            Assert.Equal(poll["multiple"]!.GetValue<bool>(), post.Poll.Multiple);
            Assert.Equal(poll["voters"]!.GetValue<long>(), post.Poll.VotersCount);
            CheckInstant(poll, "endTime", post.Poll.EndTime);
            Assert.False(post.Poll.Closed);
        }

        if (effect["policy"] is JsonObject policy)
        {
            Assert.Equal(Text(policy, "reply") == "public", post.InteractionPolicy!.CanReply!.IsOpenToAll);
            Assert.Equal(Text(policy, "announce") == "public", post.InteractionPolicy.CanAnnounce!.IsOpenToAll);
            Assert.Equal(Text(policy, "like") == "public", post.InteractionPolicy.CanLike!.IsOpenToAll);
        }

        var display = DisplayText.From(post);
        Check(effect, "title", display.Title);
        if (effect.ContainsKey("spoiler"))
        {
            Assert.Equal(Text(effect, "spoiler"), display.Spoiler);
        }

        Assert.NotEmpty(PostHtml.ToText(PostHtml.Clean(display.ToHtml())));
        Assert.False(post.IsVote);
        Assert.NotNull(post.Published);
    }

    private static void CheckActor(JsonObject effect, ActorObject actor)
    {
        Check(effect, "id", actor.Id);
        Check(effect, "handle", $"{actor.PreferredUsername}@{WebAddress.HostOf(actor.Id)}");
        Assert.Equal(Text(effect, "handle"), actor.Webfinger ?? Text(effect, "handle"));
        CheckFlag(effect, "locked", actor.Locked);
        CheckFlag(effect, "discoverable", actor.Discoverable);
        CheckFlag(effect, "indexable", actor.Indexable);
        CheckFlag(effect, "group", actor.IsGroup);
        CheckFlag(effect, "service", actor.IsBot);
        CheckFlag(effect, "rfc9421", actor.SpeaksRfc9421);
        if (effect.ContainsKey("displayName"))
        {
            Assert.Null(actor.Name);
        }

        Assert.Contains("PUBLIC KEY", Assert.Single(actor.Keys).Pem, StringComparison.Ordinal);
        Assert.DoesNotContain("&", actor.Icon?.Url.Replace("&ssl=1", "", StringComparison.Ordinal) ?? "", StringComparison.Ordinal);
        Assert.Equal(actor.Fields.Count, actor.Fields.DistinctBy(field => field.Name).Count());
    }

    private static void CheckCollection(JsonObject effect, CollectionPage collection)
    {
        if (effect["items"] is { } items)
        {
            Assert.Equal(items.GetValue<int>(), collection.Items.Count);
            Assert.NotNull(collection.Items[2].Embedded!.AsPost());
        }

        if (effect["hidden"] is not null)
        {
            Assert.Equal(effect["totalItems"]!.GetValue<long>(), collection.TotalItems);
            Assert.True(collection.IsHidden);
        }
    }

    private static string Visible(Audience audience) =>
        audience.VisibilityFor(audience.All.FirstOrDefault(id => id.EndsWith("/followers", StringComparison.Ordinal))).ToString().ToLowerInvariant();

    private static void Check(JsonObject effect, string name, string? actual)
    {
        if (effect[name] is not null)
        {
            Assert.Equal(Text(effect, name), actual);
        }
    }

    private static void CheckFlag(JsonObject effect, string name, bool actual)
    {
        if (effect[name] is { } expected)
        {
            Assert.Equal(expected.GetValue<bool>(), actual);
        }
    }

    private static void CheckInstant(JsonObject effect, string name, DateTimeOffset? actual)
    {
        if (effect[name] is { } expected)
        {
            Assert.Equal(expected.GetValue<DateTimeOffset>(), actual);
            Assert.Equal(TimeSpan.Zero, actual!.Value.Offset);
        }
    }

    private static string? Text(JsonObject json, string name) => json[name]?.GetValue<string>();

    private static IEnumerable<string> Texts(JsonObject json, string name) => json[name]!.AsArray().Select(text => text!.GetValue<string>());
}
