using System.Text;
using System.Text.Json.Nodes;
using Fediprofs.ActivityPub.Discovery;

namespace Fediprofs.ActivityPub.Tests.Discovery;

/// <summary>Vectors/webfinger.json: what our server must answer or refuse, and answers of others that our client must judge.</summary>
public class WebFingerVectorTests
{
    private static readonly JsonObject Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "webfinger.json")))!.AsObject();

    public static TheoryData<string> Lookups => [.. Ids("lookups")];

    public static TheoryData<string> SplitDomain => [.. Ids("splitDomain")];

    public static TheoryData<string> Client => [.. Ids("client")];

    [Theory]
    [MemberData(nameof(Lookups))]
    public void A_lookup_is_answered_or_refused(string id) => Check(Find("lookups", id), "salle.example");

    [Theory]
    [MemberData(nameof(SplitDomain))]
    public void A_split_domain_answers_for_both_hosts(string id) => Check(Find("splitDomain", id), "lumiere.example");

    private static void Check(JsonObject vector, string accountDomain)
    {
        var query = vector["query"]!.GetValue<string>();
        query = vector["id"]!.GetValue<string>() == "very-long" ? $"resource=acct:{new string('a', 100_000)}@salle.example" : query;
        var expect = vector["expect"]!;
        var question = WebFingerQuestion.Parse(query);
        var subject = question?.SubjectAt(accountDomain, "salle.example") ?? WebFingerSubject.Malformed;
        var (status, name) = LookUp(subject);

        Assert.Equal(expect["status"]!.GetValue<int>(), status);
        if (status == 200 && name is not null)
        {
            var document = JsonNode.Parse(WebFingerDocument
                .Of(new(name, accountDomain), $"https://salle.example/users/{name}", $"https://salle.example/@{name}")
                .ToUtf8(question!.Relations))!;
            Assert.Equal(expect["subject"]!.GetValue<string>(), document["subject"]!.GetValue<string>());
            var self = document["links"]!.AsArray().SingleOrDefault(link => link!["rel"]!.GetValue<string>() == "self");
            Assert.Equal(vector["id"]!.GetValue<string>() == "rel-filter-unknown" ? null : expect["self"]!.GetValue<string>(), self?["href"]?.GetValue<string>());
        }
        else if (status == 200)
        {
            Assert.Equal("(the instance actor)", expect["subject"]!.GetValue<string>());
        }
    }

    // The setup of the vectors: one user, one deleted user.
    private static (int Status, string? Name) LookUp(WebFingerSubject subject) => subject.Kind switch
    {
        WebFingerSubjectKind.Malformed => (400, null),
        WebFingerSubjectKind.Elsewhere => (404, null),
        WebFingerSubjectKind.InstanceActor => (200, null),
        WebFingerSubjectKind.Address => subject.Value == "https://salle.example/users/ines" ? (200, "ines") : (404, null),
        _ => subject.Value!.ToLowerInvariant() switch
        {
            "ines" => (200, "ines"),
            "parti" => (410, null),
            _ => (404, null),
        },
    };

    [Theory]
    [MemberData(nameof(Client))]
    public void An_answer_is_judged(string id)
    {
        var vector = Find("client", id);
        var asked = Handle.Parse(vector["asked"]!.GetValue<string>().Split(' ')[0])!;
        Assert.True(WebFingerDocument.TryRead(Encoding.UTF8.GetBytes(vector["response"]!.ToJsonString()), out var answer));
        var verdict = WebFingerVerdict.Judge(asked, answer);
        var self = answer.Links.FirstOrDefault(link => link.Relation == "self")?.Href;
        switch (id)
        {
            case "no-self":
                Assert.Equal(WebFingerOutcome.NoActor, verdict.Outcome);
                break;
            case "self-http" or "self-javascript" or "no-subject":
                Assert.Equal(WebFingerOutcome.Refused, verdict.Outcome);
                break;
            case "split-domain":
                Assert.Equal(WebFingerOutcome.AskSubject, verdict.Outcome);
                var confirmed = verdict.Confirm(answer);
                Assert.Equal(WebFingerOutcome.Accepted, confirmed.Outcome);
                Assert.True(confirmed.ActorMustAgree);
                Assert.Equal(WebFingerOutcome.Refused, verdict.Confirm(answer with { Links = [new("self", "application/activity+json", "https://mal.example/u")] }).Outcome);
                break;
            case "subject-loop":
                Assert.Equal(WebFingerOutcome.Refused, verdict.Confirm(answer with { Subject = "acct:x@a.example" }).Outcome);
                break;
            default:
                Assert.Equal(WebFingerOutcome.Accepted, verdict.Outcome);
                Assert.Equal(self, verdict.ActorId);
                Assert.Equal(id == "self-on-another-host", verdict.ActorMustAgree);
                break;
        }
    }

    [Fact]
    public void Our_answer_has_the_shape_of_the_example()
    {
        var written = WebFingerDocument.Of(
            new("ines", "salle.example"), "https://salle.example/users/ines", "https://salle.example/@ines",
            "https://salle.example/authorize_interaction?uri={uri}", new("https://salle.example/media/avatar.webp", "image/webp")).ToUtf8([]);
        Assert.Equal(Vectors["exampleAnswer"]!.ToJsonString(), JsonNode.Parse(written)!.ToJsonString());
    }

    [Theory]
    [InlineData("jean.martin", true)]
    [InlineData("a--b_c", true)]
    [InlineData("", false)]
    [InlineData(".a", false)]
    [InlineData("a-", false)]
    [InlineData("inès", false)]
    [InlineData("a b", false)]
    public void User_names_follow_mastodons_rule(string name, bool expected) => Assert.Equal(expected, Handle.IsUserName(name));

    [Fact]
    public void A_domain_with_accents_is_that_of_its_ascii_form() =>
        Assert.True(Handle.Parse("@ines@École.example")!.Means(Handle.Parse("acct:ines@xn--cole-9oa.example")));

    private static IEnumerable<string> Ids(string section) => Vectors[section]!.AsArray().Select(vector => vector!["id"]!.GetValue<string>());

    private static JsonObject Find(string section, string id) =>
        Vectors[section]!.AsArray().Single(vector => vector!["id"]!.GetValue<string>() == id)!.AsObject();
}
