using System.Text.Json;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;

namespace Fediprofs.Tests.Federation.Delivery;

/// <summary>What goes out for what was decided here: shape, addressing, and to whom.</summary>
public sealed class ActivityShapeTests(TestPostgres postgres) : IAsyncLifetime
{
    private PeerServers peers = null!;
    private SendingInstance lyon = null!;
    private ActorRow claire = null!;

    public async ValueTask InitializeAsync()
    {
        peers = await PeerServers.StartAsync();
        lyon = await SendingInstance.OpenAsync(postgres);
        claire = await lyon.PersonAsync("claire");
        await lyon.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await lyon.DisposeAsync();
        await peers.DisposeAsync();
    }

    [Fact]
    [Trait("Activity", "Announce")]
    public async Task A_boost_goes_to_followers_and_to_the_author_and_its_undoing_too()
    {
        await lyon.FollowerAsync(peers, 0, claire);
        var (post, author) = await RemotePostAsync(1);
        SendingInstance.Value(await lyon.Get<Boosting>().HandleAsync(new BoostPost(claire.Id, post), CancellationToken.None));
        var announce = (await SentAsync(2))[0];
        Assert.Equal([0, 1], peers.Received.Select(r => r.Host).Order());
        Assert.Equal((peers.Url(1, "/notes/1"), claire.Uri), (Text(announce, "object"), Text(announce, "actor")));
        Assert.Equal([PublicCollection.Id], List(announce, "to"));
        Assert.Equal([claire.FollowersUri!, author], List(announce, "cc"));

        peers.Received.Clear();
        SendingInstance.Value(await lyon.Get<Boosting>().HandleAsync(new UndoBoost(claire.Id, post), CancellationToken.None));
        var undo = (await SentAsync(2))[0];
        Assert.Equal("Undo", Text(undo, "type"));
        Assert.Equal((Text(announce, "id"), "Announce"), (Text(undo.GetProperty("object"), "id"), Text(undo.GetProperty("object"), "type")));
    }

    [Fact]
    [Trait("Activity", "Like")]
    public async Task A_favourite_is_told_to_the_author_alone()
    {
        await lyon.FollowerAsync(peers, 0, claire);
        var (post, author) = await RemotePostAsync(1);
        foreach (var set in new[] { true, false })
        {
            SendingInstance.Value(await lyon.Get<Marking>().HandleAsync(new MarkPost(claire.Id, post, ReactionKind.Favourite, set), CancellationToken.None));
        }

        var sent = await SentAsync(2);
        Assert.All(peers.Received, r => Assert.Equal(1, r.Host));
        Assert.Equal(["Like", "Undo"], sent.Select(s => Text(s, "type")));
        Assert.Equal([author], List(sent[0], "to"));
        Assert.Equal(Text(sent[0], "id"), Text(sent[1].GetProperty("object"), "id"));
    }

    [Fact]
    [Trait("Activity", "Follow")]
    public async Task A_follow_and_its_undoing_name_each_other()
    {
        var bob = await lyon.RemoteAsync(peers, 1, "bob");
        SendingInstance.Value(await lyon.Get<FollowActorHandler>().HandleAsync(new FollowActor(claire.Id, bob), CancellationToken.None));
        SendingInstance.Value(await lyon.Get<UnfollowActorHandler>().HandleAsync(new UnfollowActor(claire.Id, bob), CancellationToken.None));
        var sent = await SentAsync(2);
        Assert.All(peers.Received, r => Assert.Equal("/users/bob/inbox", r.Path));
        Assert.Equal((claire.Uri, peers.Url(1, "/users/bob")), (Text(sent[0], "actor"), Text(sent[0], "object")));
        Assert.Equal((Text(sent[0], "id"), "Follow"), (Text(sent[1].GetProperty("object"), "id"), Text(sent[1].GetProperty("object"), "type")));
    }

    [Fact]
    [Trait("Activity", "Block")]
    public async Task A_block_goes_to_the_blocked_ones_server()
    {
        var bob = await lyon.FollowerAsync(peers, 1, claire, "bob");
        SendingInstance.Value(await lyon.Get<BlockActorHandler>().HandleAsync(new BlockActor(claire.Id, bob), CancellationToken.None));
        SendingInstance.Value(await lyon.Get<UnblockActorHandler>().HandleAsync(new UnblockActor(claire.Id, bob), CancellationToken.None));
        var sent = await SentAsync(2);
        Assert.Equal(["Block", "Undo"], sent.Select(s => Text(s, "type")));
        Assert.Equal(Text(sent[0], "id"), Text(sent[1].GetProperty("object"), "id"));
    }

    [Fact]
    [Trait("Activity", "Accept")]
    public async Task Two_thousand_follows_are_answered_each_with_what_was_asked()
    {
        const int many = 2000;
        await lyon.SqlAsync(
            """
            insert into actors (id, uri, uri_key, local, kind, username, domain, inbox, shared_inbox, created_at)
            select 100000 + n, u, md5(u)::uuid, false, 1, 'u' || n, 'h' || n % 100, u || '/inbox', null, now()
            from generate_series(0, $1) n, format($2, n % 100, n) u
            """, many - 1, peers.Url(0, "/users/u%s").Replace("h0.", "h%s.", StringComparison.Ordinal));
        var ids = lyon.Get<SnowflakeIds>();
        var rows = Enumerable.Range(0, many).Select(n => new Outgoing(
            ids.Next(), OutgoingKind.AcceptFollow, claire.Id, 100000 + n, $"https://ecole.test/activities/{n}", 100000 + n,
            new() { ObjectUri = $"{peers.Url(n % 100, $"/users/u{n}")}/follows/1", InnerActorUri = peers.Url(n % 100, $"/users/u{n}"), InnerObjectUri = claire.Uri })).ToList();
        var done = await lyon.Get<Commit>().RunAsync<bool>(
            [],
            work =>
            {
                rows.ForEach(work.Send);
                return Task.FromResult<Outcome<bool>>(true);
            },
            CancellationToken.None);
        Assert.False(done.Refused);
        await SendingInstance.UntilAsync(() => peers.Received.Count == many, "all answers", 30);
        await lyon.NothingQueuedAsync();
        Assert.Equal(many, peers.Received.Select(r => r.Id).Distinct().Count());
        Assert.All(peers.Received, r => Assert.Equal($"{Text(r.Activity.GetProperty("object"), "actor")}/follows/1", Text(r.Activity.GetProperty("object"), "id")));
    }

    [Fact]
    [Trait("Activity", "Update")]
    public async Task Keeping_an_answer_is_silent_unless_the_asker_wants_it_seen()
    {
        await lyon.FollowerAsync(peers, 0, claire);
        var question = SendingInstance.Value(await lyon.Get<Asking>().HandleAsync(
            new AskQuestion(claire.Id, "Un outil ?", "Pour lire.") { Subjects = ["francais"], Language = "fr" }, CancellationToken.None));
        var (answer, author) = await RemotePostAsync(1, question);
        var (other, _) = await RemotePostAsync(2, question);
        await SentAsync(1);
        peers.Received.Clear();

        SendingInstance.Value(await lyon.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(claire.Id, question.Id, answer), CancellationToken.None));
        var silent = await SentAsync(5);
        var update = silent.First(s => Text(s, "type") == "Update");
        var note = update.GetProperty("object");
        Assert.Equal([0, 1, 2], peers.Received.Where(r => r.Type == "Update").Select(r => r.Host).Order());
        Assert.True(update.TryGetProperty("published", out _));
        Assert.False(note.TryGetProperty("updated", out _));
        Assert.DoesNotContain("Résolu", Text(note, "content"), StringComparison.Ordinal);
        var choice = silent.First(s => Text(s, "type") == "ChooseAnswer");
        Assert.Equal((peers.Url(1, "/notes/1"), question.Uri), (Text(choice, "object"), Text(choice, "target")));
        Assert.Contains(author, List(choice, "cc"));

        peers.Received.Clear();
        SendingInstance.Value(await lyon.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(claire.Id, question.Id, other, Announce: true), CancellationToken.None));
        var seen = (await SentAsync(5)).First(s => Text(s, "type") == "Update").GetProperty("object");
        Assert.True(seen.GetProperty("updated").GetDateTimeOffset() > seen.GetProperty("published").GetDateTimeOffset());
        Assert.Contains("✅ Résolu", Text(seen, "content"), StringComparison.Ordinal);
        Assert.Contains(seen.GetProperty("tag").EnumerateArray(), t => t.TryGetProperty("name", out var name) && name.GetString() == "#Résolu");
    }

    [Fact]
    [Trait("Activity", "Update")]
    public async Task A_new_profile_and_new_keys_go_to_followers_and_followed()
    {
        await lyon.FollowerAsync(peers, 0, claire);
        SendingInstance.Value(await lyon.Get<AccountChanging>().RotateKeysAsync(claire.Id, CancellationToken.None));
        var update = (await SentAsync(1))[0];
        Assert.Equal(claire.Uri, Text(update.GetProperty("object"), "id"));
        Assert.Equal("Person", Text(update.GetProperty("object"), "type"));
    }

    [Fact]
    [Trait("Activity", "Delete")]
    public async Task A_deletion_reaches_who_boosted_or_answered_too()
    {
        await lyon.FollowerAsync(peers, 0, claire);
        var post = await lyon.PublishAsync(claire, "Trop vite");
        await RemotePostAsync(1, post);
        var fan = await lyon.RemoteAsync(peers, 2, "fan");
        await lyon.SqlAsync("insert into reactions (actor, post, kind, id, created_at) values ($1, $2, 1, 77, now())", fan, post.Id);
        await SentAsync(1);
        peers.Received.Clear();
        SendingInstance.Value(await lyon.Get<PostDeletion>().HandleAsync(new DeletePost(claire.Id, post.Id), CancellationToken.None));
        var delete = (await SentAsync(3))[0];
        Assert.Equal([0, 1, 2], peers.Received.Select(r => r.Host).Order());
        Assert.Equal(("Delete", "Tombstone", post.Uri), (Text(delete, "type"), Text(delete.GetProperty("object"), "type"), Text(delete.GetProperty("object"), "id")));
    }

    /// <summary>Waits for the queue to be empty; answers the activities, in order of arrival.</summary>
    private async Task<List<JsonElement>> SentAsync(int count)
    {
        await SendingInstance.UntilAsync(() => peers.Received.Count >= count, $"{count} deliveries");
        await lyon.NothingQueuedAsync();
        Assert.Equal(count, peers.Received.Count);
        return [.. peers.Received.Select(r => r.Activity)];
    }

    private async Task<(long Post, string Author)> RemotePostAsync(int host, PostRow? answers = null)
    {
        var author = await lyon.RemoteAsync(peers, host, "bob");
        var (id, uri) = (lyon.Get<SnowflakeIds>().Next(), peers.Url(host, "/notes/1"));
        await lyon.SqlAsync(
            """
            insert into posts (id, uri, uri_key, author, local, kind, visibility, in_reply_to, in_reply_to_uri, in_reply_to_author, thread, content, published_at)
            values ($1, $2, $3, $4, false, 1, 0, $5::bigint, $6::text, $7::bigint, coalesce($5::bigint, $1), '<p>…</p>', now())
            """, id, uri, UriKey.Of(uri), author, answers?.Id, answers?.Uri, answers?.Author);
        await lyon.SqlAsync("insert into post_counts (post) values ($1)", id);
        return (id, peers.Url(host, "/users/bob"));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static List<string?> List(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(i => i.GetString())];
}
