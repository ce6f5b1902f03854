using System.Text.Json.Nodes;

namespace Fediprofs.Tests.Federation.Inbox;

/// <summary>Any order and any repetition of activities gives the same state.</summary>
public sealed class OrderTests(InboxWorld.Fixture fixture) : IClassFixture<InboxWorld.Fixture>
{
    private const string Ada = "https://mastodon.example/users/ada";
    private const string Bob = "https://gts.example/users/bob";
    private const string Cleo = "https://akkoma.example/users/cleo";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Shuffled_and_repeated_activities_give_the_state_of_the_ordered_ones(int seed)
    {
        var activities = Story().Select(a => a.ToJsonString()).ToList();
        var expected = await PlayAsync([.. activities.Select(a => (Text: a, Together: false))]);
#pragma warning disable CA5394 // A seed that can be named when it fails.
        var random = new Random(seed);
        var shuffled = activities.Concat(activities.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).Select(a => (Text: a, Together: random.Next(4) != 0)).ToList();
#pragma warning restore CA5394
        Assert.Equal(expected, await PlayAsync(shuffled));
    }

    /// <summary>Sends them, some together and some one after the other, and answers what is there in the end.</summary>
    private async Task<string> PlayAsync(List<(string Text, bool Together)> activities)
    {
        var world = fixture.World;
        await world.ResetAsync();
        foreach (var actor in new[] { Ada, Bob, Cleo })
        {
            await world.ActorAsync(actor);
        }

        var open = new List<Task>();
        foreach (var (text, together) in activities)
        {
            open.Add(SendAsync(JsonNode.Parse(text)!));
            if (!together)
            {
                await Task.WhenAll(open);
                await world.SettledAsync();
            }
        }

        await Task.WhenAll(open);
        await world.SettledAsync();
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from inbox_failed"));
        return (await world.ScalarAsync<string>(
            """
            select string_agg(line, e'\n' order by line) from (
                select 'post ' || p.uri || ' ' || a.uri || ' ' || p.content || ' ' || coalesce(p.in_reply_to_uri, '') || ' ' || coalesce(q.uri, '-') || ' ' || t.uri
                    || ' ' || coalesce(p.question_state::text, '') || ' ' || p.kept_answers::text || ' ' || (p.edited_at is not null) || ' ' || c.replies || ' ' || c.boosts || ' ' || c.favourites as line
                from posts p join actors a on a.id = p.author left join posts q on q.id = p.in_reply_to left join posts t on t.id = p.thread join post_counts c on c.post = p.id
                union all select 'reaction ' || r.kind || ' ' || a.uri || ' ' || p.uri || ' ' || coalesce(r.activity_uri, '') from reactions r join actors a on a.id = r.actor join posts p on p.id = r.post
                union all select 'entry ' || e.kind || ' ' || a.uri || ' ' || p.uri from entries e join actors a on a.id = e.author join posts p on p.id = e.post
                union all select 'follow ' || a.uri || ' ' || b.uri || ' ' || f.state from follows f join actors a on a.id = f.follower join actors b on b.id = f.followed
                union all select 'block ' || a.uri || ' ' || b.uri from blocks f join actors a on a.id = f.actor join actors b on b.id = f.target
                union all select 'actor ' || uri || ' ' || statuses_count || ' ' || followers_count || ' ' || following_count || ' ' || display_name from actors) s
            """))!;

        async Task SendAsync(JsonNode activity)
        {
            using var response = await world.SendAsync(activity);
            Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        }
    }

    private static IEnumerable<JsonNode> Story()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-2);
        var n = 0;
        JsonObject Act(string type, string actor, JsonNode obj, string? id = null) => new()
        {
            ["id"] = id ?? $"{actor}#{type}-{++n}",
            ["type"] = type,
            ["actor"] = actor,
            ["published"] = start.AddMinutes(++n).ToString("O"),
            ["to"] = new JsonArray("https://www.w3.org/ns/activitystreams#Public"),
            ["object"] = obj,
        };
        JsonObject Note(string actor, string name, string text, string? parent = null, DateTimeOffset? updated = null, JsonArray? tags = null) => new()
        {
            ["id"] = $"{new Uri(actor).GetLeftPart(UriPartial.Authority)}/notes/{name}",
            ["type"] = "Note",
            ["attributedTo"] = actor,
            ["to"] = new JsonArray("https://www.w3.org/ns/activitystreams#Public"),
            ["content"] = $"<p>{text}</p>",
            ["inReplyTo"] = parent,
            ["published"] = start.ToString("O"),
            ["updated"] = updated?.ToString("O"),
            ["tag"] = tags ?? [],
        };
        JsonArray Question(string state, string? kept) =>
        [
            new JsonObject { ["type"] = "https://w3id.org/fediprofs/v1#Question", ["name"] = "Comment ?" },
            new JsonObject { ["type"] = "https://w3id.org/fediprofs/v1#State", ["name"] = state },
            .. kept is null ? Array.Empty<JsonNode>() : [new JsonObject { ["type"] = "https://w3id.org/fediprofs/v1#AcceptedAnswer", ["href"] = kept }],
        ];

        const string Asked = "https://mastodon.example/notes/question";
        const string Answered = "https://gts.example/notes/answer";
        yield return Act("Create", Ada, Note(Ada, "question", "première version", tags: Question("open", null)));
        yield return Act("Create", Bob, Note(Bob, "answer", "réponse", Asked));
        yield return Act("Create", Cleo, Note(Cleo, "comment", "merci", Answered));
        yield return Act("Update", Ada, Note(Ada, "question", "deuxième version", updated: start.AddMinutes(30), tags: Question("open", null)));
        yield return Act("Update", Ada, Note(Ada, "question", "deuxième version", updated: start.AddMinutes(30), tags: Question("answered", Answered)));
        yield return Act("Announce", Bob, Asked, "https://gts.example/boosts/1");
        yield return Act("Announce", Cleo, InboxWorld.Question, "https://akkoma.example/boosts/2");
        var withdrawn = Act("Announce", Cleo, Asked, "https://akkoma.example/boosts/3");
        yield return withdrawn;
        yield return Act("Undo", Cleo, withdrawn.DeepClone());
        yield return Act("Like", Bob, InboxWorld.Question, "https://gts.example/likes/1");
        var disliked = Act("Like", Cleo, InboxWorld.Question, "https://akkoma.example/likes/2");
        yield return disliked;
        yield return Act("Undo", Cleo, "https://akkoma.example/likes/2");
        yield return Act("Follow", Bob, InboxWorld.Ines, "https://gts.example/follows/1");
        var follow = Act("Follow", Cleo, InboxWorld.Ines, "https://akkoma.example/follows/2");
        yield return follow;
        yield return Act("Undo", Cleo, follow.DeepClone());
        yield return Act("Create", Ada, Note(Ada, "deleted", "à effacer"));
        yield return Act("Delete", Ada, "https://mastodon.example/notes/deleted");
        yield return Act("Create", Cleo, Note(Cleo, "under-deleted", "sous l'effacé", "https://mastodon.example/notes/deleted"));
        yield return Act("Create", Bob, Note(Bob, "reply", "pour ines", InboxWorld.Question));
    }
}
