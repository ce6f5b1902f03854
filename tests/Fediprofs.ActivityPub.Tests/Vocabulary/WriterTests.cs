using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.ActivityPub.Tests.Vocabulary;

/// <summary>What we write has one shape, order of members included.</summary>
public class WriterTests
{
    private const string Author = "https://profs.ac-exemple.fr/actors/42";
    private const string Post = "https://profs.ac-exemple.fr/posts/01JCQ3";
    private const string Bob = "https://mastodon.example/users/bob";
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 8, 45, 0, TimeSpan.FromHours(1));

    private static readonly NoteDocument Question = new()
    {
        Id = Post,
        AttributedTo = Author,
        Url = "https://profs.ac-exemple.fr/@claire/q/01JCQ3",
        Published = Morning,
        To = [PublicCollection.Id],
        Cc = [Author + "/followers", "https://profs.ac-exemple.fr/groups/francais"],
        Content = "<p><strong>Un outil de lecture ?</strong></p><p>J'ai trois élèves en CM1.</p>",
        Language = "fr",
        Hashtags = [new("questionprof", "QuestionProf", "https://profs.ac-exemple.fr/tags/QuestionProf")],
        Question = new(
            "Un outil de lecture ?",
            [new("https://w3id.org/fediprofs/subject/francais", "Français")],
            [new("https://w3id.org/fediprofs/level/cm1", "CM1")]),
        Replies = Post + "/replies",
        Context = "https://profs.ac-exemple.fr/threads/01JCQ3",
        CanQuote = [PublicCollection.Id],
    };

    private const string QuestionContext = """
        "@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{
        "Hashtag":"as:Hashtag","sensitive":"as:sensitive","ostatus":"http://ostatus.org#","conversation":"ostatus:conversation",
        "gts":"https://gotosocial.org/ns#","interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},
        "canQuote":{"@id":"gts:canQuote","@type":"@id"},"automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"}}],
        """;

    private const string QuestionMembers = """
        "id":"https://profs.ac-exemple.fr/posts/01JCQ3","type":"Note","attributedTo":"https://profs.ac-exemple.fr/actors/42",
        "url":"https://profs.ac-exemple.fr/@claire/q/01JCQ3","published":"2026-11-24T07:45:00Z",
        "to":["https://www.w3.org/ns/activitystreams#Public"],
        "cc":["https://profs.ac-exemple.fr/actors/42/followers","https://profs.ac-exemple.fr/groups/francais"],
        "content":"<p><strong>Un outil de lecture ?</strong></p><p>J'ai trois élèves en CM1.</p>",
        "contentMap":{"fr":"<p><strong>Un outil de lecture ?</strong></p><p>J'ai trois élèves en CM1.</p>"},
        "sensitive":false,
        "tag":[{"type":"Hashtag","name":"#QuestionProf","href":"https://profs.ac-exemple.fr/tags/QuestionProf"},
        {"type":"https://w3id.org/fediprofs/v1#Question","name":"Un outil de lecture ?"},
        {"type":"https://w3id.org/fediprofs/v1#Subject","id":"https://w3id.org/fediprofs/subject/francais","name":"Français"},
        {"type":"https://w3id.org/fediprofs/v1#Level","id":"https://w3id.org/fediprofs/level/cm1","name":"CM1"},
        {"type":"https://w3id.org/fediprofs/v1#State","name":"open"}],
        "replies":"https://profs.ac-exemple.fr/posts/01JCQ3/replies",
        "context":"https://profs.ac-exemple.fr/threads/01JCQ3","conversation":"https://profs.ac-exemple.fr/threads/01JCQ3",
        "interactionPolicy":{"canQuote":{"automaticApproval":["https://www.w3.org/ns/activitystreams#Public"]}}
        """;

    private const string Plain = "\"@context\":\"https://www.w3.org/ns/activitystreams\",";

    [Fact]
    public void A_question_is_a_note_with_tags() => Same("{" + QuestionContext + QuestionMembers + "}", NoteWriter.Write(Question));

    [Fact]
    public void A_kept_answer_and_a_duplicate_are_two_more_tags()
    {
        var json = JsonNode.Parse(NoteWriter.Write(Question with
        {
            Question = Question.Question! with { State = QuestionState.Answered, AcceptedAnswers = [Bob + "/statuses/117"], DuplicateOf = "https://a.example/q" },
        }))!;
        Assert.Equal(
            """[{"type":"https://w3id.org/fediprofs/v1#State","name":"answered"},{"type":"https://w3id.org/fediprofs/v1#AcceptedAnswer","href":"https://mastodon.example/users/bob/statuses/117"},{"type":"https://w3id.org/fediprofs/v1#DuplicateOf","href":"https://a.example/q"}]""",
            new JsonArray([.. json["tag"]!.AsArray().Skip(4).Select(tag => tag!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void A_create_takes_addressing_and_time_from_its_note() => Same(
        "{" + QuestionContext + $$$"""
        "id":"{{{Post}}}/activity","type":"Create","actor":"{{{Author}}}","published":"2026-11-24T07:45:00Z",
        "to":["https://www.w3.org/ns/activitystreams#Public"],
        "cc":["https://profs.ac-exemple.fr/actors/42/followers","https://profs.ac-exemple.fr/groups/francais"],
        "object":{ {{{QuestionMembers}}} }}
        """,
        ActivityWriter.Create(Post + "/activity", Question));

    [Fact]
    public void Requests_and_their_answers() => Each(
        (ActivityWriter.Follow("https://a.example/f/1", Author, Bob),
            $$$"""{ {{{Plain}}} "id":"https://a.example/f/1","type":"Follow","actor":"{{{Author}}}","to":["{{{Bob}}}"],"object":"{{{Bob}}}"}"""),
        (ActivityWriter.Accept("https://a.example/a/1", Author, new(Bob + "#f", "Follow", Bob, Author)),
            $$$"""{ {{{Plain}}} "id":"https://a.example/a/1","type":"Accept","actor":"{{{Author}}}","to":["{{{Bob}}}"],"object":{"id":"{{{Bob}}}#f","type":"Follow","actor":"{{{Bob}}}","object":"{{{Author}}}"}}"""),
        (ActivityWriter.Reject("https://a.example/r/1", Author, new(null, "Follow", Bob, Author)),
            $$$"""{ {{{Plain}}} "id":"https://a.example/r/1","type":"Reject","actor":"{{{Author}}}","to":["{{{Bob}}}"],"object":{"type":"Follow","actor":"{{{Bob}}}","object":"{{{Author}}}"}}"""),
        (ActivityWriter.Undo("https://a.example/u/1", new("https://a.example/f/1", "Follow", Author, Bob), [Bob]),
            $$$"""{ {{{Plain}}} "id":"https://a.example/u/1","type":"Undo","actor":"{{{Author}}}","to":["{{{Bob}}}"],"object":{"id":"https://a.example/f/1","type":"Follow","actor":"{{{Author}}}","object":"{{{Bob}}}"}}"""),
        (ActivityWriter.Block("https://a.example/b/1", Author, Bob),
            $$$"""{ {{{Plain}}} "id":"https://a.example/b/1","type":"Block","actor":"{{{Author}}}","to":["{{{Bob}}}"],"object":"{{{Bob}}}"}"""));

    [Fact]
    public void Reactions_and_deletions() => Each(
        (ActivityWriter.Like("https://a.example/l/1", Author, Bob + "/1", Bob),
            $$$"""{ {{{Plain}}} "id":"https://a.example/l/1","type":"Like","actor":"{{{Author}}}","to":["{{{Bob}}}"],"object":"{{{Bob}}}/1"}"""),
        (ActivityWriter.Announce("https://a.example/n/1", Author, Bob + "/1", Morning, [PublicCollection.Id], [Bob, Author + "/followers"]),
            $$$"""{ {{{Plain}}} "id":"https://a.example/n/1","type":"Announce","actor":"{{{Author}}}","published":"2026-11-24T07:45:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["{{{Bob}}}","{{{Author}}}/followers"],"object":"{{{Bob}}}/1"}"""),
        (ActivityWriter.Delete(Post + "#delete", Author, Post, [PublicCollection.Id], null, Morning),
            $$$"""{ {{{Plain}}} "id":"{{{Post}}}#delete","type":"Delete","actor":"{{{Author}}}","published":"2026-11-24T07:45:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"object":{"id":"{{{Post}}}","type":"Tombstone"}}"""),
        (ActivityWriter.DeleteActor(Author + "#delete", Author),
            $$$"""{ {{{Plain}}} "id":"{{{Author}}}#delete","type":"Delete","actor":"{{{Author}}}","to":["https://www.w3.org/ns/activitystreams#Public"],"object":"{{{Author}}}"}"""),
        (TombstoneWriter.Write(Post, "Note", Morning.AddMilliseconds(5)),
            $$$"""{ {{{Plain}}} "id":"{{{Post}}}","type":"Tombstone","formerType":"Note","deleted":"2026-11-24T07:45:00.005Z"}"""));

    [Fact]
    public void A_kept_answer_is_announced_in_piefeds_word_with_our_target()
    {
        var json = JsonNode.Parse(ActivityWriter.ChooseAnswer("https://a.example/c/1", Author, Bob + "/1", Post, null, [PublicCollection.Id], [Bob]))!;
        Assert.Equal("ChooseAnswer", json["type"]!.GetValue<string>());
        Assert.Equal(Bob + "/1", json["object"]!.GetValue<string>());
        Assert.Equal(Post, json["target"]!.GetValue<string>());
    }

    [Fact]
    public void Collections_and_their_pages() => Each(
        (CollectionWriter.Collection(Author + "/followers", true, 421), $$$"""{ {{{Plain}}} "id":"{{{Author}}}/followers","type":"OrderedCollection","totalItems":421}"""),
        (CollectionWriter.Collection(Post + "/replies", false, null, Post + "/replies?page=1"), $$$"""{ {{{Plain}}} "id":"{{{Post}}}/replies","type":"Collection","first":"{{{Post}}}/replies?page=1"}"""),
        (CollectionWriter.Page(Post + "/replies?page=1", Post + "/replies", false, [CollectionItem.Of(Bob + "/1")], Post + "/replies?page=2"),
            $$$"""{ {{{Plain}}} "id":"{{{Post}}}/replies?page=1","type":"CollectionPage","partOf":"{{{Post}}}/replies","next":"{{{Post}}}/replies?page=2","items":["{{{Bob}}}/1"]}"""));

    [Fact]
    public void An_actor_says_all_that_peers_ask_for()
    {
        var bytes = ActorWriter.Write(Actor);
        Same("""
            "id":"https://profs.ac-exemple.fr/actors/42","type":"Person","preferredUsername":"claire","webfinger":"claire@profs.ac-exemple.fr",
            "name":"Claire","summary":"<p>CM1</p>","url":"https://profs.ac-exemple.fr/@claire","inbox":"https://profs.ac-exemple.fr/actors/42/inbox",
            "outbox":"https://profs.ac-exemple.fr/actors/42/outbox","followers":"https://profs.ac-exemple.fr/actors/42/followers",
            "endpoints":{"sharedInbox":"https://profs.ac-exemple.fr/inbox"},
            "manuallyApprovesFollowers":false,"discoverable":true,"indexable":false,"published":"2026-11-24T07:45:00Z",
            "icon":{"type":"Image","mediaType":"image/webp","url":"https://profs.ac-exemple.fr/a.webp","summary":"portrait","name":"portrait"},
            "attachment":[{"type":"PropertyValue","name":"Académie","value":"Exemple"}],"tag":[],
            "publicKey":{"id":"https://profs.ac-exemple.fr/actors/42#main-key","owner":"https://profs.ac-exemple.fr/actors/42","publicKeyPem":"PEM"},
            "assertionMethod":[{"id":"https://profs.ac-exemple.fr/actors/42#ed25519-key","type":"Multikey","controller":"https://profs.ac-exemple.fr/actors/42","publicKeyMultibase":"z6Mk"}],
            "generator":{"type":"Application","implements":[{"href":"https://datatracker.ietf.org/doc/html/rfc9421","name":"RFC-9421: HTTP Message Signatures"}]}
            """, bytes, withoutContext: true);
        Assert.True(WireObject.TryRead(bytes, out var document, out _));
        var read = document.AsActor()!;
        Assert.True(read.SpeaksRfc9421);
        Assert.Equal(2, read.Keys.Count);
        Assert.Equal("claire@profs.ac-exemple.fr", read.Webfinger);
    }

    [Fact]
    public void What_we_write_we_read_again()
    {
        var note = Question with
        {
            Summary = "attention",
            Updated = Morning.AddHours(1),
            InReplyTo = Bob + "/1",
            AnswerTo = Bob + "/1",
            Mentions = [new(Bob, "@bob@mastodon.example")],
            Attachments = [new("Document", "image/webp", "https://profs.ac-exemple.fr/i.webp", "schéma", "UBL_", 800, 600, new(0, 0.5))],
            Emojis = [new("craie", "https://profs.ac-exemple.fr/craie.png", null, null)],
            Poll = new(true, [new("oui", 2), new("non", 0)], Morning.AddDays(1), VotersCount: 2),
            Quote = new(Bob + "/2", "https://mastodon.example/stamps/1", true),
            Likes = Post + "/likes",
            LikesCount = 3,
        };
        Assert.True(ActivityDocument.TryRead(ActivityWriter.Update(Post + "#1", note, Morning), out var activity, out var problem), problem);
        var read = Assert.IsType<Update>(activity).Post!;
        Assert.Equal("Question", read.Type);
        Assert.Equal(note.Updated, read.Updated);
        Assert.Equal(note.AnswerTo, read.AnswerTo);
        Assert.Equal(note.Mentions, read.Mentions);
        Assert.Equal(note.Hashtags, read.Hashtags);
        Assert.Equal(note.Attachments, read.Attachments);
        Assert.Equal(note.Emojis, read.Emojis);
        Assert.Equal(note.Quote, read.Quote);
        Assert.Equal(note.Poll.Options, read.Poll!.Options);
        Assert.Equal(note.Poll.EndTime, read.Poll.EndTime);
        Assert.Equal(note.Question!.Subjects, read.Question!.Subjects);
        Assert.Equal("fr", read.Language);
        Assert.Equal(3, read.LikesCount);
        Assert.True(read.InteractionPolicy!.CanQuote!.IsOpenToAll);
        Assert.Equal(Visibility.Public, read.VisibilityFor(null));
    }

    [Fact]
    public void A_vote_reads_as_a_vote()
    {
        Assert.True(ActivityDocument.TryRead(ActivityWriter.Vote("https://a.example/v/1/a", "https://a.example/v/1", Author, Bob + "/1", Bob, "oui"), out var activity, out _));
        Assert.True(Assert.IsType<Create>(activity).Post!.IsVote);
    }

    private static readonly ActorDocument Actor = new()
    {
        Id = Author,
        Type = "Person",
        PreferredUsername = "claire",
        Webfinger = "claire@profs.ac-exemple.fr",
        Name = "Claire",
        Summary = "<p>CM1</p>",
        Url = "https://profs.ac-exemple.fr/@claire",
        Inbox = Author + "/inbox",
        Outbox = Author + "/outbox",
        Followers = Author + "/followers",
        SharedInbox = "https://profs.ac-exemple.fr/inbox",
        Discoverable = true,
        Published = Morning,
        Icon = new("https://profs.ac-exemple.fr/a.webp", "image/webp", "portrait"),
        Fields = [new("Académie", "Exemple")],
        PublicKeyId = Author + "#main-key",
        PublicKeyPem = "PEM",
        AssertionMethods = [(Author + "#ed25519-key", "z6Mk")],
    };

    private static void Each(params (byte[] Written, string Expected)[] documents) =>
        Assert.All(documents, document => Same(document.Expected, document.Written));

    // Layout apart, the texts must be equal: member order is part of the shape.
    private static void Same(string expected, byte[] written, bool withoutContext = false)
    {
        var actual = JsonNode.Parse(written)!.AsObject();
        if (withoutContext)
        {
            actual.Remove("@context");
            expected = "{" + expected + "}";
        }

        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual.ToJsonString());
        Assert.DoesNotContain("\\u00", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }
}
