using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Fediprofs.ActivityPub.Html;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.ActivityPub.Vocabulary;

namespace Fediprofs.Benchmarks;

/// <summary>What one activity costs at the door, part by part: reading, checking, verifying, cleaning.</summary>
[MemoryDiagnoser]
public class InboxParts
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 15, 0, TimeSpan.Zero);
    private readonly RsaSigningKey _key = RsaKeys.Generate();
    private readonly OutgoingRequest _outgoing;
    private readonly byte[] _body;
    private readonly IReadOnlyList<HttpField> _fields;
    private readonly string _content = string.Concat(Enumerable.Repeat("<p>Une séance de lecture à deux voix, puis un texte court.</p>", 20));

    /// <summary>A public note of some two kilobytes, signed as Mastodon signs.</summary>
    public InboxParts()
    {
        _body = Encoding.UTF8.GetBytes(
            $$$"""
            {"@context":"https://www.w3.org/ns/activitystreams","id":"https://mastodon.example/notes/1/activity","type":"Create","actor":"https://mastodon.example/users/ada",
            "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://mastodon.example/users/ada/followers"],
            "object":{"id":"https://mastodon.example/notes/1","type":"Note","attributedTo":"https://mastodon.example/users/ada","published":"2026-03-02T08:14:00Z",
            "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://mastodon.example/users/ada/followers"],"content":"{{{_content}}}",
            "tag":[{"type":"Hashtag","name":"#cm1","href":"https://mastodon.example/tags/cm1"}],"attachment":[],"replies":"https://mastodon.example/notes/1/replies"} }
            """);
        _outgoing = OutgoingRequest.To("POST", new Uri("https://salle.example/inbox")) with { BodySha256 = SHA256.HashData(_body), ContentType = "application/activity+json" };
        _fields = [new("Host", "salle.example"), new("Content-Type", "application/activity+json"), .. CavageSigner.Sign(_outgoing, "https://mastodon.example/users/ada#main-key", _key, Now)];
    }

    /// <summary>The whole check of a signature: headers, times, digest, RSA.</summary>
    [Benchmark]
    public bool Verify()
    {
        var request = new SignedRequest("POST", "https", "salle.example", "/inbox", _fields, _body);
        return RequestVerification.Read(request, out _) is { } claimed && RequestVerification.Verify(request, claimed, _key.PublicKey, Now).IsValid;
    }

    /// <summary>Reading the activity.</summary>
    [Benchmark]
    public bool Read() => ActivityDocument.TryRead(_body, out _, out _);

    /// <summary>Cleaning HTML that is clean already.</summary>
    [Benchmark]
    public string Clean() => PostHtml.Clean(_content);

    /// <summary>Signing a delivery.</summary>
    [Benchmark]
    public int Sign() => CavageSigner.Sign(_outgoing, "https://salle.example/actors/1#main-key", _key, Now).Count;
}
