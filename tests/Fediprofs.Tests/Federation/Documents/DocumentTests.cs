using System.Text.Json;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Questions;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Visibility = Fediprofs.Domain.Posts.Visibility;

namespace Fediprofs.Tests.Federation.Documents;

/// <summary>What others are given when they ask.</summary>
public sealed class DocumentTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_actor_says_who_it_is_and_with_which_keys_it_signs()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var document = await salle.DocumentAsync(ines.Uri);
        Assert.Equal(ines.Uri, document.GetProperty("id").GetString());
        Assert.Equal("ines@salle.example", document.GetProperty("webfinger").GetString());
        Assert.True(document.GetProperty("discoverable").GetBoolean());
        Assert.Equal("https://salle.example/inbox", document.GetProperty("endpoints").GetProperty("sharedInbox").GetString());
        Assert.Equal(ines.Uri, document.GetProperty("publicKey").GetProperty("owner").GetString());

        var keys = (await salle.Get<ActorSigningKeys>().OfAsync(ines.Id, CancellationToken.None))!;
        Assert.True(PublicKeyPem.TryRead(document.GetProperty("publicKey").GetProperty("publicKeyPem").GetString(), out var rsa));
        Assert.True(rsa.Verify("x"u8, keys.Rsa.Sign("x"u8)));
        var method = document.GetProperty("assertionMethod")[0];
        Assert.True(Multikey.TryDecode(method.GetProperty("publicKeyMultibase").GetString(), out var ed25519));
        Assert.True(ed25519.Verify("x"u8, keys.Ed25519.Sign("x"u8)));
    }

    [Fact]
    public async Task New_keys_are_served_at_once()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var before = (await salle.DocumentAsync(ines.Uri)).GetProperty("publicKey").GetProperty("publicKeyPem").GetString();
        ServedInstance.Value(await salle.Get<AccountChanging>().RotateKeysAsync(ines.Id, CancellationToken.None));
        await Delivery.SendingInstance.UntilAsync(
            async () => (await salle.DocumentAsync(ines.Uri)).GetProperty("publicKey").GetProperty("publicKeyPem").GetString() != before, "the new key", 5);
    }

    [Fact]
    public async Task One_address_has_a_document_for_programs_and_a_page_for_browsers()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var post = await salle.PublishAsync(ines, "Bonjour");
        (string? Accept, bool Document)[] asked =
        [
            ("application/activity+json", true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true),
            ("text/html;q=0.5, application/activity+json", true),
            ("*/*", true),
            (null, true),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("application/activity+json;q=0.1, text/html", false),
        ];
        foreach (var (accept, document) in asked)
        {
            foreach (var (uri, page) in new[] { (ines.Uri, ines.Url), (post.Uri, post.Url) })
            {
                using var response = await salle.GetAsync(new Uri(uri).PathAndQuery, accept);
                Assert.True((document ? 200 : 302) == (int)response.StatusCode, $"{accept}: {(int)response.StatusCode}");
                Assert.Equal("Accept", response.Headers.Vary.Single());
                Assert.Equal(document ? null : page, response.Headers.Location?.ToString());
            }
        }
    }

    [Fact]
    public async Task A_pages_address_has_the_document_for_programs_that_ask()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var post = await salle.PublishAsync(ines, "Bonjour");
        Assert.Equal(ines.Uri, (await salle.DocumentAsync(ines.Url!)).GetProperty("id").GetString());
        Assert.Equal(post.Uri, (await salle.DocumentAsync(post.Url!)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_question_is_a_note_with_its_structure_in_tags()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var bob = await salle.PersonAsync("bob");
        var question = ServedInstance.Value(await salle.Get<Asking>().HandleAsync(
            new AskQuestion(ines.Id, "Un outil de lecture ?", "Pour des élèves dyslexiques.") { Subjects = ["francais"], Levels = ["cm1"], Language = "fr" }, CancellationToken.None));
        var note = await salle.DocumentAsync(question.Uri);
        Assert.Equal("Note", note.GetProperty("type").GetString());
        Assert.False(note.TryGetProperty("name", out _));
        Assert.False(note.TryGetProperty("updated", out _));
        Assert.StartsWith("<p><strong>Un outil de lecture ?</strong></p>", note.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(note.GetProperty("content").GetString(), note.GetProperty("contentMap").GetProperty("fr").GetString());
        Assert.Equal(note.GetProperty("context").GetString(), note.GetProperty("conversation").GetString());
        Assert.Equal(PublicCollection.Id, note.GetProperty("interactionPolicy").GetProperty("canQuote").GetProperty("automaticApproval")[0].GetString());
        var tags = Tags(note);
        Assert.Equal("Un outil de lecture ?", tags["Question"].GetProperty("name").GetString());
        Assert.Equal("https://w3id.org/fediprofs/subject/francais", tags["Subject"].GetProperty("id").GetString());
        Assert.Equal("https://w3id.org/fediprofs/level/cm1", tags["Level"].GetProperty("id").GetString());
        Assert.Equal("open", tags["State"].GetProperty("name").GetString());

        var answer = await salle.PublishAsync(bob, "Essayez ceci.", answers: question.Id);
        ServedInstance.Value(await salle.Get<AnswerKeeping>().HandleAsync(new KeepAnswer(ines.Id, question.Id, answer.Id), CancellationToken.None));
        var silently = await salle.DocumentAsync(question.Uri);
        Assert.Equal("answered", Tags(silently)["State"].GetProperty("name").GetString());
        Assert.Equal(answer.Uri, Tags(silently)["AcceptedAnswer"].GetProperty("href").GetString());
        Assert.False(silently.TryGetProperty("updated", out _));

        var reply = await salle.DocumentAsync(answer.Uri);
        Assert.Equal(question.Uri, reply.GetProperty("inReplyTo").GetString());
        Assert.Equal(question.Uri, Tags(reply)["Answer"].GetProperty("href").GetString());
        Assert.Equal(note.GetProperty("context").GetString(), reply.GetProperty("context").GetString());
        Assert.Contains(reply.GetProperty("tag").EnumerateArray(), t => t.GetProperty("type").GetString() == "Mention" && t.GetProperty("href").GetString() == ines.Uri);
        Assert.Contains(reply.GetProperty("cc").EnumerateArray(), c => c.GetString() == ines.Uri);
    }

    [Fact]
    public async Task Answers_and_threads_are_paged_collections()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var post = await salle.PublishAsync(ines, "Question ouverte");
        var first = await salle.PublishAsync(ines, "Première", answers: post.Id);
        await salle.PublishAsync(ines, "Entre nous", Visibility.Followers, post.Id);
        var second = await salle.PublishAsync(ines, "Seconde", answers: post.Id);
        var replies = await salle.DocumentAsync(post.Uri + "/replies");
        Assert.Equal(("Collection", 2), (replies.GetProperty("type").GetString(), replies.GetProperty("totalItems").GetInt32()));
        Assert.Equal([first.Uri, second.Uri], Items(await salle.DocumentAsync(replies.GetProperty("first").GetString()!), "items"));

        var thread = await salle.DocumentAsync((await salle.DocumentAsync(first.Uri)).GetProperty("context").GetString()!);
        Assert.Equal("OrderedCollection", thread.GetProperty("type").GetString());
        Assert.Equal([post.Uri, first.Uri, second.Uri], Items(await salle.DocumentAsync(thread.GetProperty("first").GetString()!), "orderedItems"));
    }

    [Fact]
    public async Task An_outbox_lists_what_everybody_may_see()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var (ines, bob) = (await salle.PersonAsync("ines"), await salle.PersonAsync("bob"));
        var posts = new List<PostRow>();
        for (var i = 0; i < 42; i++)
        {
            posts.Add(await salle.PublishAsync(ines, $"Texte {i}"));
        }

        await salle.PublishAsync(ines, "Entre nous", Visibility.Followers);
        var other = await salle.PublishAsync(bob, "À relayer");
        var boost = ServedInstance.Value(await salle.Get<Boosting>().HandleAsync(new BoostPost(ines.Id, other.Id), CancellationToken.None));
        var outbox = await salle.DocumentAsync(ines.Uri + "/outbox");
        var page = await salle.DocumentAsync(outbox.GetProperty("first").GetString()!);
        var items = page.GetProperty("orderedItems").EnumerateArray().ToList();
        Assert.Equal("Announce", items[0].GetProperty("type").GetString());
        Assert.Equal(other.Uri, items[0].GetProperty("object").GetString());
        Assert.Equal(posts[^1].Uri, items[1].GetProperty("object").GetProperty("id").GetString());
        Assert.Equal(40, items.Count);
        var rest = await salle.DocumentAsync(page.GetProperty("next").GetString()!);
        Assert.Equal(3, rest.GetProperty("orderedItems").GetArrayLength());
        Assert.False(rest.TryGetProperty("next", out _));

        var announce = await salle.DocumentAsync(items[0].GetProperty("id").GetString()!);
        Assert.Equal($"https://salle.example/activities/{boost}", announce.GetProperty("id").GetString());
        Assert.Equal("Create", (await salle.DocumentAsync(posts[0].Uri + "/activity")).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Followers_are_listed_unless_they_are_hidden()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var (ines, bob) = (await salle.PersonAsync("ines"), await salle.PersonAsync("bob"));
        await salle.SqlAsync("insert into follows (follower, followed, id, state, created_at) values ($1, $2, 1, 1, now())", bob.Id, ines.Id);
        await salle.SqlAsync("update actors set followers_count = 1 where id = $1", ines.Id);
        var followers = await salle.DocumentAsync(ines.Uri + "/followers");
        Assert.Equal([bob.Uri], Items(await salle.DocumentAsync(followers.GetProperty("first").GetString()!), "orderedItems"));
        await salle.SqlAsync("update actors set hides_collections = true where id = $1", ines.Id);
        var hidden = await salle.DocumentAsync(ines.Uri + "/followers");
        Assert.Equal(1, hidden.GetProperty("totalItems").GetInt32());
        Assert.False(hidden.TryGetProperty("first", out _));
        Assert.Equal(0, (await salle.DocumentAsync(ines.Uri + "/featured")).GetProperty("orderedItems").GetArrayLength());
    }

    [Fact]
    public async Task What_is_deleted_leaves_a_tombstone_and_what_never_was_does_not()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var post = await salle.PublishAsync(ines, "Trop vite");
        ServedInstance.Value(await salle.Get<PostDeletion>().HandleAsync(new DeletePost(ines.Id, post.Id), CancellationToken.None));
        using var gone = await salle.GetAsync(new Uri(post.Uri).PathAndQuery);
        Assert.Equal(410, (int)gone.StatusCode);
        using var document = JsonDocument.Parse(await gone.Content.ReadAsStringAsync());
        Assert.Equal(("Tombstone", post.Uri), (document.RootElement.GetProperty("type").GetString(), document.RootElement.GetProperty("id").GetString()));
        foreach (var path in new[] { "/posts/1", "/posts/x", "/actors/1", "/activities/1", "/threads/1", "/posts/1/replies" })
        {
            using var missing = await salle.GetAsync(path);
            Assert.True(missing.StatusCode == System.Net.HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task A_post_for_followers_is_given_to_a_follower_who_signs_and_to_nobody_else()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var post = await salle.PublishAsync(ines, "Entre nous", Visibility.Followers);
        var (follower, other) = (RsaKeys.Generate(), RsaKeys.Generate());
        await RemoteAsync(salle, 11, "https://pair.example/users/ada", follower);
        await RemoteAsync(salle, 12, "https://pair.example/users/eve", other);
        await salle.SqlAsync("insert into follows (follower, followed, id, state, created_at) values (11, $1, 1, 1, now())", ines.Id);
        var path = new Uri(post.Uri).PathAndQuery;

        Assert.Equal(404, await StatusAsync(salle, path));
        Assert.Equal(200, await StatusAsync(salle, path, "https://pair.example/users/ada#main-key", follower));
        Assert.Equal(404, await StatusAsync(salle, path, "https://pair.example/users/ada#main-key", other));
        Assert.Equal(404, await StatusAsync(salle, path, "https://pair.example/users/eve#main-key", other));
        Assert.Equal(404, await StatusAsync(salle, path, "https://pair.example/users/nobody#main-key", other));
    }

    [Fact]
    public async Task Who_has_it_already_gets_304()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var ines = await salle.PersonAsync("ines");
        var path = new Uri(ines.Uri).PathAndQuery;
        using var first = await salle.GetAsync(path);
        using var again = await salle.GetAsync(path, headers: ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(304, (int)again.StatusCode);
        Assert.Equal("public, max-age=60", again.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_instance_itself_is_an_application_that_needs_no_signature_to_be_read()
    {
        await using var salle = await ServedInstance.StartAsync(postgres);
        var actor = await salle.DocumentAsync("https://salle.example/actor");
        Assert.Equal(("Application", "salle.example"), (actor.GetProperty("type").GetString(), actor.GetProperty("preferredUsername").GetString()));
        Assert.False(actor.GetProperty("discoverable").GetBoolean());
        Assert.Equal(0, (await salle.DocumentAsync(actor.GetProperty("outbox").GetString()!)).GetProperty("totalItems").GetInt32());
    }

    private static async Task<int> StatusAsync(ServedInstance salle, string path, string? keyId = null, RsaSigningKey? key = null)
    {
        var fields = key is null ? [] : CavageSigner.Sign(new("GET", "http", "salle.example", path), keyId!, key, TimeProvider.System.GetUtcNow());
        using var response = await salle.GetAsync(path, headers: [.. fields.Select(f => (f.Name, f.Value))]);
        return (int)response.StatusCode;
    }

    private static async Task RemoteAsync(ServedInstance salle, long id, string uri, RsaSigningKey key)
    {
        await salle.SqlAsync(
            "insert into actors (id, uri, uri_key, local, kind, username, domain, inbox, created_at) values ($1, $2, $3, false, 1, $4, 'pair.example', $2 || '/inbox', now())",
            id, uri, UriKey.Of(uri), uri.Split('/')[^1]);
        await salle.SqlAsync(
            "insert into actor_keys (key_id_key, key_id, actor, algorithm, public_key, fetched_at) values ($1, $2, $3, 1, $4, now())",
            UriKey.Of(uri + "#main-key"), uri + "#main-key", id, key.PublicKey.Export());
    }

    private static Dictionary<string, JsonElement> Tags(JsonElement note) => note.GetProperty("tag").EnumerateArray()
        .Where(t => t.GetProperty("type").GetString()!.StartsWith(FediprofsTerms.Namespace, StringComparison.Ordinal))
        .ToDictionary(t => t.GetProperty("type").GetString()![FediprofsTerms.Namespace.Length..], StringComparer.Ordinal);

    private static List<string?> Items(JsonElement page, string member) => [.. page.GetProperty(member).EnumerateArray().Select(i => i.GetString())];
}
