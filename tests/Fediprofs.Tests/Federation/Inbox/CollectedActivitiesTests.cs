using System.Net;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Tests.Federation.Inbox;

/// <summary>Every activity that other software sends, signed and sent to a real instance, and what must have become of it (Vectors/activities/index.json).</summary>
public sealed class CollectedActivitiesTests(InboxWorld.Fixture fixture) : IClassFixture<InboxWorld.Fixture>
{
    private static readonly JsonNode Index = Read("index.json");

    public static TheoryData<string> Activities =>
        [.. Index["files"]!.AsArray().Where(f => f!["kind"]!.GetValue<string>() == "activity").Select(f => f!["file"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Activities))]
    public async Task A_collected_activity_becomes_what_its_index_says(string file)
    {
        var entry = Index["files"]!.AsArray().Single(f => f!["file"]!.GetValue<string>() == file)!;
        var sender = entry["sender"]!.GetValue<string>();
        var effect = entry["effect"]!;
        var world = fixture.World;
        await world.ResetAsync();
        await PrepareAsync(world, entry, sender);
        if (entry["after"] is { } after)
        {
            var before = Index["files"]!.AsArray().Single(f => f!["file"]!.GetValue<string>() == after.GetValue<string>())!;
            Assert.Equal(HttpStatusCode.Accepted, await world.TakesAsync(Fresh(after.GetValue<string>()), before["sender"]!.GetValue<string>()));
        }

        var status = await world.TakesAsync(Fresh(file), sender);

        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from inbox_failed"));
        Assert.True(status == HttpStatusCode.Accepted || effect["type"]!.GetValue<string>() == "refuse", $"{status}");
        await CheckAsync(world, effect, sender);
    }

    private static async Task PrepareAsync(InboxWorld world, JsonNode entry, string sender)
    {
        if (entry["file"]!.GetValue<string>() != "mastodon-delete-actor.json")
        {
            await world.ActorAsync(sender, followed: entry["needs"] is null);
        }

        switch (entry["file"]!.GetValue<string>())
        {
            case "mobilizon-create-event.json":
                await world.ActorAsync("https://rdv.example/@club_maths", kind: ActorKind.Group);
                break;
            case "lemmy-announce-create-page.json":
                // The group alone signs, so the page is fetched from its author's server; here it is as if that had been done.
                await world.ActorAsync("https://lemmy.example/u/lou");
                await StoreAsync(world, Read("lemmy-announce-create-page.json")["object"]!["object"]!);
                break;
            case "peertube-announce-video.json":
                await world.ActorAsync("https://tube.example/accounts/fanny");
                await StoreAsync(world, Read("peertube-video.json"));
                break;
            case "mastodon-update-poll.json":
                var poll = Read("mastodon-update-poll.json")["object"]!.DeepClone();
                var options = (poll["oneOf"] ?? poll["anyOf"])!;
                options[0]!["replies"]!["totalItems"] = 3;
                options[1]!["replies"]!["totalItems"] = 2;
                poll.AsObject().Remove("closed");
                await StoreAsync(world, poll);
                break;
            case "mastodon-accept-follow.json":
                await FollowAsync(world, sender, "https://salle.example/follows/1");
                break;
            case "pleroma-accept-bare.json":
                await FollowAsync(world, sender, "https://salle.example/follows/2");
                break;
            case "mastodon-undo-follow.json":
                await AgedFollowAsync(world, sender);
                break;
        }
    }

    private static async Task FollowAsync(InboxWorld world, string sender, string follow)
    {
        var actor = (await world.Get<ActorLookup>().ByUriAsync(sender, CancellationToken.None))!;
        await world.WriteAsync(new FollowSet(world.InesId, actor.Id, world.Get<SnowflakeIds>().Next(), FollowState.Requested, follow, TimeProvider.System.GetUtcNow()));
    }

    private static async Task AgedFollowAsync(InboxWorld world, string sender)
    {
        var actor = (await world.Get<ActorLookup>().ByUriAsync(sender, CancellationToken.None))!;
        await world.WriteAsync(new FollowSet(actor.Id, world.InesId, world.Get<SnowflakeIds>().Next(), FollowState.Accepted, "https://grand.example/first", TimeProvider.System.GetUtcNow().AddDays(-3)));
    }

    private static async Task StoreAsync(InboxWorld world, JsonNode document)
    {
        Assert.True(WireObject.TryRead(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), out var read, out var problem), problem);
        var stored = await world.Get<RemotePosts>().StoreAsync(read.AsPost()!, CancellationToken.None);
        Assert.IsType<Fediprofs.Domain.Remote.Fetched<PostRow>.Found>(stored);
    }

    private static async Task CheckAsync(InboxWorld world, JsonNode effect, string sender)
    {
        switch (effect["type"]!.GetValue<string>())
        {
            case "post" or "reply" or "event" when effect["author"] is not null:
                await CheckPostAsync(world, effect);
                break;
            case "boost" or "group-announce":
                await CheckReactionAsync(world, effect, sender, 1, 1);
                break;
            case "favourite" or "reaction":
                await CheckReactionAsync(world, effect, sender, 2, 1);
                break;
            case "undo" when effect["of"]!.GetValue<string>() == "follow":
                Assert.Equal(0, await FollowsOfInesAsync(world, sender));
                break;
            case "undo":
                Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from reactions"));
                Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from entries where kind = 1"));
                break;
            case "follow":
                Assert.Equal(1, await FollowsOfInesAsync(world, sender));
                // Our Accept: still to be said, or said already by the outbox of this very instance.
                Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from (select id from outgoing where kind = 10 union select id from outgoing_body) accepts"));
                break;
            case "accept" when effect["of"]!.GetValue<string>() == "follow":
                Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from follows f join actors a on a.id = f.followed where a.uri = $1 and f.state = 1", sender));
                break;
            case "edit":
                var edited = (await world.PostAsync(effect["object"]!.GetValue<string>()))!;
                Assert.NotNull(edited.EditedAt);
                Assert.Empty(edited.Attachments);
                Assert.Single(await world.Get<PostLookup>().HistoryAsync(edited.Id, CancellationToken.None));
                break;
            case "poll-result":
                var poll = (await world.PostAsync(effect["object"]!.GetValue<string>()))!;
                Assert.Equal(effect["votes"]!.AsArray().Select(v => (int?)v!.GetValue<int>()), poll.Poll!.Options.Select(o => o.Votes));
                Assert.True(poll.Poll.Closed);
                Assert.Equal(effect["voters"]!.GetValue<int>(), poll.Poll.Voters);
                Assert.Empty(await world.Get<PostLookup>().HistoryAsync(poll.Id, CancellationToken.None));
                break;
            case "delete":
                Assert.Null(await world.PostAsync(effect["object"]!.GetValue<string>()));
                Assert.True(await PostLookup.HasTombstoneAsync(world.Database, effect["object"]!.GetValue<string>(), CancellationToken.None));
                break;
            case "block":
                Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from blocks"));
                Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from follows"));
                break;
            default:
                // Refused, ignored, or the matter of a later release: nothing may have come of it.
                Assert.Equal(4, await world.ScalarAsync<long>("select count(*) from posts"));
                Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from reactions"));
                break;
        }
    }

    private static async Task CheckPostAsync(InboxWorld world, JsonNode effect)
    {
        var author = (await world.Get<ActorLookup>().ByUriAsync(effect["author"]!.GetValue<string>(), CancellationToken.None))!;
        var id = await world.ScalarAsync<long>("select id from posts where author = $1", author.Id);
        var post = (await world.Get<PostLookup>().ByIdAsync(id, CancellationToken.None))!;
        if (effect["visibility"] is { } visibility)
        {
            Assert.Equal(visibility.GetValue<string>(), post.Visibility.ToString().ToLowerInvariant());
        }

        if (effect["inReplyTo"] is { } parent)
        {
            Assert.Equal(parent.GetValue<string>(), post.InReplyToUri);
        }

        if (effect["mentions"] is JsonArray mentions)
        {
            Assert.Equal(mentions.Select(m => m!.GetValue<string>()).Order(), post.Mentions.Select(m => m.Uri).Order());
        }

        if (effect["hashtags"] is JsonArray hashtags)
        {
            Assert.Equal(hashtags.Select(t => t!.GetValue<string>()), post.Tags);
        }

        if (effect["attachments"] is { } attachments)
        {
            Assert.Equal(attachments.GetValue<int>(), post.Attachments.Count);
        }

        foreach (var (name, value) in new[] { ("language", post.Language), ("title", post.Title), ("url", post.Url) })
        {
            if (effect[name] is { } expected)
            {
                Assert.Equal(expected.GetValue<string>(), value);
            }
        }

        if (effect.AsObject().ContainsKey("spoiler"))
        {
            Assert.Equal(effect["spoiler"]?.GetValue<string>() ?? "", post.Spoiler);
        }

        if (effect["poll"] is { } poll)
        {
            Assert.Equal(poll["options"]!.AsArray().Select(o => o!.GetValue<string>()), post.Poll!.Options.Select(o => o.Title));
            Assert.Equal(poll["votes"]!.AsArray().Select(o => (int?)o!.GetValue<int>()), post.Poll.Options.Select(o => o.Votes));
            Assert.Equal(poll["voters"]!.GetValue<int>(), post.Poll.Voters);
        }

        if (effect["notify"] is not null && effect["quote"] is null)
        {
            Assert.True(await world.ScalarAsync<bool>(
                "select exists (select from post_mentions where post = $1 and actor = $2) or exists (select from posts where id = $1 and in_reply_to_author = $2)", post.Id, world.InesId));
        }
    }

    private static async Task CheckReactionAsync(InboxWorld world, JsonNode effect, string sender, short kind, long count)
    {
        Assert.Equal(count, await world.ScalarAsync<long>(
            "select count(*) from reactions r join posts p on p.id = r.post join actors a on a.id = r.actor where p.uri = $1 and a.uri = $2 and r.kind = $3",
            effect["object"]!.GetValue<string>(), sender, kind));
        Assert.Equal(1, await world.ScalarAsync<int>("select (boosts + favourites)::int from post_counts c join posts p on p.id = c.post where p.uri = $1", effect["object"]!.GetValue<string>()));
        if (effect["visibility"] is { } visibility)
        {
            Assert.Equal(visibility.GetValue<string>(), ((Fediprofs.Domain.Posts.Visibility)await world.ScalarAsync<short>("select visibility from reactions")).ToString().ToLowerInvariant());
        }
    }

    private static Task<long> FollowsOfInesAsync(InboxWorld world, string sender) => world.ScalarAsync<long>(
        "select count(*) from follows f join actors a on a.id = f.follower where a.uri = $1 and f.followed = $2 and f.state = 1", sender, world.InesId);

    /// <summary>The document with its times moved to now: an edit of a day ago is no news.</summary>
    private static JsonNode Fresh(string file)
    {
        var document = Read(file);
        var past = TimeProvider.System.GetUtcNow().AddHours(-1);
        var first = DateTimeOffset.Parse("2026-03-02T08:15:30Z", System.Globalization.CultureInfo.InvariantCulture);
        Move(document);
        return document;

        void Move(JsonNode? node)
        {
            if (node is JsonObject o)
            {
                foreach (var name in new[] { "published", "updated" })
                {
                    if (o[name] is JsonValue value && value.TryGetValue(out string? text) && DateTimeOffset.TryParse(text, out var at))
                    {
                        o[name] = (past + (at - first)).ToString("O");
                    }
                }

                foreach (var (_, child) in o.ToList())
                {
                    Move(child);
                }
            }
            else if (node is JsonArray a)
            {
                foreach (var child in a)
                {
                    Move(child);
                }
            }
        }
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(InboxWorld.Vectors, "activities", file)))!;
}
