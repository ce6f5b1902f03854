using System.Globalization;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Keys;

namespace Fediprofs.Federation.Tests.World;

/// <summary>Somebody at a peer: their activities in the shapes that Mastodon gives them (<c>app/serializers/activitypub</c>).</summary>
public sealed class PeerPerson : IPerson
{
    private const string Public = "https://www.w3.org/ns/activitystreams#Public";

    private readonly Dictionary<string, JsonObject> follows = [];
    private readonly Dictionary<string, JsonObject> boosts = [];
    private readonly Dictionary<string, JsonObject> likes = [];
    private readonly List<Post> own = [];

    internal PeerPerson(Peer peer, string username, SigningKey key) => (Peer, Username, Key, Name) = (peer, username, key, username);

    /// <summary>Where they are.</summary>
    public Peer Peer { get; }

    /// <summary>The part before the @.</summary>
    public string Username { get; }

    /// <inheritdoc/>
    public string Handle => $"{Username}@{Peer.HandleDomain}";

    /// <inheritdoc/>
    public string Uri => $"{Peer.Url}/users/{Username}";

    /// <summary>What signs for them.</summary>
    internal SigningKey Key { get; private set; }

    internal string KeyId => $"{Uri}#main-key";

    /// <summary>Whether they look at each follower first.</summary>
    public bool Locked { get; init; }

    private string Name { get; set; }

    private string Followers => $"{Uri}/followers";

    // What they do.

    /// <summary>Follows somebody and waits for the answer.</summary>
    public async Task Follows(IPerson other)
    {
        await AsksToFollow(other);
        await IsAnswered("Accept", other);
    }

    /// <summary>Asks to follow somebody.</summary>
    public async Task AsksToFollow(IPerson other)
    {
        var follow = Activity("Follow", $"{Peer.Url}/{Guid.NewGuid()}", other.Uri);
        follows[other.Uri] = follow;
        await Says(follow, other);
    }

    /// <summary>Waits until a follow of theirs was accepted or rejected.</summary>
    public Task IsAnswered(string answer, IPerson by) => Eventually.IsSoAsync(
        $"{answer} of {Handle}'s follow by {by.Handle}",
        () => Hears(answer).Any(a => a.Text("actor") == by.Uri && a.IdOf("object") == follows[by.Uri].Text("id")));

    public Task Unfollows(IPerson other) => Says(Undo(follows[other.Uri], $"{Uri}#follows/{Peer.Next()}/undo"), other);

    /// <summary>Answers a follow that came to somebody locked here.</summary>
    public async Task Answers(IPerson follower, bool accepts)
    {
        var follow = await Eventually.SeesAsync($"a Follow by {follower.Handle}", () => Task.FromResult(Hears("Follow").LastOrDefault(a => a.Text("actor") == follower.Uri && a.IdOf("object") == Uri)));
        var kind = accepts ? "accepts" : "rejects";
        await Says(Activity(accepts ? "Accept" : "Reject", $"{Uri}#{kind}/follows/{Peer.Next()}", Copy(follow)), follower);
    }

    /// <summary>Publishes a note to those servers; <paramref name="to"/> is whom it answers.</summary>
    public async Task<Post> Writes(string html, IPerson[] servers, string visibility = "public", Post? to = null, IPerson[]? mentions = null)
    {
        var note = Note(html, visibility, to, mentions ?? []);
        await SaysAll(Create(note), servers);
        return new(note.Text("id"), this);
    }

    /// <summary>The Create of a new public note and the note's id, to be sent by whoever calls.</summary>
    internal (JsonObject Create, string Uri) Drafts(string html)
    {
        var note = Note(html, "public", null, []);
        return (Create(note), note.Text("id"));
    }

    /// <summary>A note that nobody was told of: it can only be fetched.</summary>
    public Post WritesQuietly(string html, Post? to = null) => new(Note(html, "public", to, []).Text("id"), this);

    /// <summary>Answers somebody's post.</summary>
    public Task<Post> Answers(Post post, string html) => Writes(Mention(post.Author) + " " + html, [post.Author], to: post, mentions: [post.Author]);

    public Task Likes(Post post)
    {
        var like = Activity("Like", $"{Uri}#likes/{Peer.Next()}", post.Uri);
        likes[post.Uri] = like;
        return Says(like, post.Author);
    }

    public Task Unlikes(Post post) => Says(Undo(likes[post.Uri], $"{likes[post.Uri].Text("id")}/undo"), post.Author);

    /// <summary>Boosts a post; its author's server is told, and those of others who follow.</summary>
    public Task Boosts(Post post, params IPerson[] followers)
    {
        var id = $"{Uri}/statuses/{Peer.Next()}/activity";
        var boost = Activity("Announce", id, post.Uri);
        boost["published"] = Time(Peer.Now);
        boost["to"] = new JsonArray(Public);
        boost["cc"] = new JsonArray(post.Author.Uri, Followers);
        boosts[post.Uri] = boost;
        return SaysAll(boost, [post.Author, .. followers]);
    }

    public Task Unboosts(Post post, params IPerson[] followers)
    {
        var undo = Undo(boosts[post.Uri], $"{boosts[post.Uri].Text("id")}/undo");
        undo["to"] = new JsonArray(Public);
        return SaysAll(undo, [post.Author, .. followers]);
    }

    /// <summary>Edits a note of theirs, visibly.</summary>
    public Task Edits(Post post, string html, params IPerson[] servers)
    {
        var note = Notes[post.Uri];
        note["content"] = html;
        note["updated"] = Time(Peer.Now);
        Peer.Publish(Document(note));
        var update = Activity("Update", $"{post.Uri}#updates/{Peer.Now.ToUnixTimeSeconds()}", Copy(note));
        update["published"] = Time(Peer.Now);
        update["to"] = Copy(note["to"]!);
        update["cc"] = Copy(note["cc"]!);
        return SaysAll(update, servers);
    }

    /// <summary>Deletes a note of theirs, known to the others or not.</summary>
    public Task Deletes(Post post, params IPerson[] servers)
    {
        Peer.Withdraw(post.Uri);
        var delete = Activity("Delete", $"{post.Uri}#delete", new JsonObject { ["id"] = post.Uri, ["type"] = "Tombstone", ["atomUri"] = post.Uri });
        delete["to"] = new JsonArray(Public);
        return SaysAll(delete, servers);
    }

    /// <summary>Sends the Create of a note again.</summary>
    public Task Repeats(Post post, params IPerson[] servers) => SaysAll(Create(Notes[post.Uri]), servers);

    public Task Blocks(IPerson other) => Says(Activity("Block", $"{Uri}#blocks/{Peer.Next()}", other.Uri), other);

    /// <summary>Tells the others what is new about the profile.</summary>
    public Task IsNow(string name, params IPerson[] servers)
    {
        Name = name;
        Peer.Publish(Actor());
        var actor = Actor();
        actor.Remove("@context");
        var update = Activity("Update", $"{Uri}#updates/{Peer.Now.ToUnixTimeSeconds()}", actor);
        update["to"] = new JsonArray(Public);
        return SaysAll(update, servers);
    }

    /// <summary>Has another key from now on; nobody is told.</summary>
    public void ChangesKey()
    {
        Key = RsaKeys.Generate();
        Peer.Publish(Actor());
    }

    /// <summary>Deletes the account; the key is served until everybody was told.</summary>
    public async Task Leaves(params IPerson[] servers)
    {
        var delete = Activity("Delete", $"{Uri}#delete", Uri);
        delete["to"] = new JsonArray(Public);
        await SaysAll(delete, servers);
        Peer.Withdraw(Uri);
    }

    /// <summary>Says something to somebody's server, and it must be taken.</summary>
    public async Task Says(JsonObject activity, IPerson to)
    {
        var status = await Tries(activity, to);
        Assert.True(status == 202, $"{activity.Text("type")} by {Handle} was answered {status}");
    }

    /// <summary>Says something to somebody's server; answers the status.</summary>
    public async Task<int> Tries(JsonObject activity, IPerson to) => await Peer.PostAsync(this, activity, (await Peer.ActorAsync(to.Uri, this)).Text("inbox"));

    /// <summary>An activity of theirs.</summary>
    public JsonObject Activity(string type, string id, JsonNode @object) => new()
    {
        ["@context"] = "https://www.w3.org/ns/activitystreams",
        ["id"] = id,
        ["type"] = type,
        ["actor"] = Uri,
        ["object"] = @object,
    };

    // What they see.

    /// <summary>What came to this person or their server, of one type.</summary>
    public IReadOnlyList<JsonObject> Hears(string type) => [.. Peer.Received.Select(d => d.Activity).Where(a => a.Text("type") == type)];

    /// <summary>Waits until something of that type about that object comes.</summary>
    public Task<JsonObject> Hears(string type, string about) =>
        Eventually.SeesAsync($"{type} of {about} at {Peer.Domain}", () => Task.FromResult(Hears(type).LastOrDefault(a => a.IdOf("object") == about || a.Part("object").IdOf("object") == about)));

    /// <summary>Waits until a post came; answers the note.</summary>
    public async Task<JsonObject> Sees(Post post) => (await Hears("Create", post.Uri)).Part("object")!;

    /// <summary>Whether a post ever came.</summary>
    public bool Knows(Post post) => Peer.Received.Any(d => d.Activity.ToJsonString().Contains(post.Uri, StringComparison.Ordinal));

    /// <summary>The edits of a post that Mastodon would show: those with a newer <c>updated</c>.</summary>
    public IReadOnlyList<JsonObject> Edits(Post post) =>
        [.. Hears("Update").Select(u => u.Part("object")!).Where(o => o.Text("id") == post.Uri && o.Text("updated").Length > 0)];

    /// <summary>Fetches a document, signed.</summary>
    public Task<(int Status, JsonObject? Document)> Fetches(string uri) => Peer.FetchAsync(uri, this);

    internal Dictionary<string, JsonObject> Notes { get; } = [];

    internal JsonObject Actor()
    {
        var actor = new JsonObject
        {
            ["@context"] = new JsonArray(
                "https://www.w3.org/ns/activitystreams",
                "https://w3id.org/security/v1",
                new JsonObject { ["manuallyApprovesFollowers"] = "as:manuallyApprovesFollowers", ["toot"] = "http://joinmastodon.org/ns#", ["discoverable"] = "toot:discoverable" }),
            ["id"] = Uri,
            ["type"] = "Person",
            ["following"] = $"{Uri}/following",
            ["followers"] = Followers,
            ["inbox"] = $"{Uri}/inbox",
            ["outbox"] = $"{Uri}/outbox",
            ["preferredUsername"] = Username,
            ["name"] = Name,
            ["summary"] = "",
            ["url"] = $"{Peer.Url}/@{Username}",
            ["manuallyApprovesFollowers"] = Locked,
            ["discoverable"] = true,
            ["published"] = "2022-11-06T00:00:00Z",
            ["tag"] = new JsonArray(),
            ["attachment"] = new JsonArray(),
            ["endpoints"] = new JsonObject { ["sharedInbox"] = $"{Peer.Url}/inbox" },
        };
        Peer.WriteKeys(this, actor);
        return actor;
    }

    private async Task SaysAll(JsonObject activity, IPerson[] to)
    {
        foreach (var server in to.Where(t => t is Educator).DistinctBy(t => new Uri(t.Uri).Authority))
        {
            await Says(activity, server);
        }
    }

    private JsonObject Note(string html, string visibility, Post? to, IPerson[] mentions)
    {
        var id = $"{Uri}/statuses/{Peer.Next()}";
        var (direct, addressed) = (visibility == "direct", mentions.Select(m => m.Uri).ToArray());
        string[] first = visibility switch { "public" => [Public], "unlisted" or "private" => [Followers], _ => addressed };
        string[] then = visibility switch { "public" => [Followers, .. addressed], "unlisted" => [Public, .. addressed], "private" => addressed, _ => [] };
        var note = new JsonObject
        {
            ["id"] = id,
            ["type"] = "Note",
            ["summary"] = null,
            ["inReplyTo"] = to?.Uri,
            ["published"] = Time(Peer.Now.AddSeconds(-5)),
            ["url"] = $"{Peer.Url}/@{Username}/{id.Split('/')[^1]}",
            ["attributedTo"] = Uri,
            ["to"] = new JsonArray([.. first.Select(f => JsonValue.Create(f))]),
            ["cc"] = new JsonArray([.. then.Select(t => JsonValue.Create(t))]),
            ["sensitive"] = false,
            ["atomUri"] = id,
            ["inReplyToAtomUri"] = to?.Uri,
            ["content"] = $"<p>{html}</p>",
            ["contentMap"] = new JsonObject { ["fr"] = $"<p>{html}</p>" },
            ["attachment"] = new JsonArray(),
            ["tag"] = new JsonArray([.. mentions.Select(m => new JsonObject { ["type"] = "Mention", ["href"] = m.Uri, ["name"] = $"@{m.Handle}" })]),
            ["replies"] = new JsonObject
            {
                ["id"] = $"{id}/replies",
                ["type"] = "Collection",
                ["first"] = new JsonObject { ["type"] = "CollectionPage", ["next"] = $"{id}/replies?only_other_accounts=true&page=true", ["partOf"] = $"{id}/replies", ["items"] = new JsonArray() },
            },
        };
        if (direct)
        {
            note["directMessage"] = true;
        }

        Notes[id] = note;
        own.Add(new(id, this));
        Peer.Publish(Document(note));
        return note;
    }

    private JsonObject Create(JsonObject note)
    {
        var create = Activity("Create", $"{note.Text("id")}/activity", Copy(note));
        create["published"] = note.Text("published");
        create["to"] = Copy(note["to"]!);
        create["cc"] = Copy(note["cc"]!);
        return create;
    }

    private JsonObject Undo(JsonObject what, string id)
    {
        var inner = Copy(what).AsObject();
        inner.Remove("@context");
        return Activity("Undo", id, inner);
    }

    private static JsonObject Document(JsonObject note)
    {
        var document = Copy(note).AsObject();
        document.Insert(0, "@context", "https://www.w3.org/ns/activitystreams");
        return document;
    }

    private static string Mention(IPerson person) =>
        $"<span class=\"h-card\" translate=\"no\"><a href=\"{person.Uri}\" class=\"u-url mention\">@<span>{person.Handle.Split('@')[0]}</span></a></span>";

    private static JsonNode Copy(JsonNode node) => node.DeepClone();

    // Mastodon writes whole seconds.
    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
