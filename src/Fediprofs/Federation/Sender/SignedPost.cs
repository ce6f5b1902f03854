using System.Globalization;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Remote;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// Posts one activity to one inbox, signed by draft-cavage as Mastodon signs (every server verifies it), and says in one word
/// what the answer means.
/// </summary>
internal sealed class SignedPost(GuardedHttpClient http, ActorSigningKeys keys, TimeProvider time)
{
    private const string ContentType = "application/activity+json";

    public async Task<PostVerdict> SendAsync(Delivery delivery, CancellationToken cancel)
    {
        if (await keys.OfAsync(delivery.Body.Actor, cancel) is not { } key)
        {
            return new(PostOutcome.Refused, "the actor has no key any more");
        }

        return await http.PostActivityAsync(delivery.Inbox, delivery.Body.Bytes, Sign(delivery, key), cancel) switch
        {
            PostResult.Answered answered => Judge(answered),
            PostResult.Refused refused => new(PostOutcome.Refused, refused.Detail),
            PostResult.Unreachable unreachable => new(PostOutcome.Unreachable, unreachable.Detail),
            _ => throw new InvalidOperationException("An unknown result of a post."),
        };
    }

    /// <summary>Reads the actor's key again before the next try.</summary>
    public void DoubtKeyOf(Delivery delivery) => keys.Forget(delivery.Body.Actor);

    private List<KeyValuePair<string, string>> Sign(Delivery delivery, LocalKeys key)
    {
        var outgoing = OutgoingRequest.To("POST", new Uri(delivery.Inbox)) with { BodySha256 = delivery.Body.Sha256, ContentType = ContentType };
        var headers = new List<KeyValuePair<string, string>>(4) { new("Content-Type", ContentType) };
        foreach (var field in CavageSigner.Sign(outgoing, key.RsaKeyId, key.Rsa, time.GetUtcNow()))
        {
            headers.Add(new(field.Name, field.Value));
        }

        return headers;
    }

    private static PostVerdict Judge(PostResult.Answered answered)
    {
        if (answered.IsAccepted)
        {
            return PostVerdict.Taken;
        }

        var said = string.Create(CultureInfo.InvariantCulture, $"HTTP {answered.Status}");
        return answered.Status switch
        {
            410 => new(PostOutcome.Gone, said),
            401 => new(PostOutcome.Unauthorized, said),
            408 or 429 => new(PostOutcome.Paused, said, answered.RetryAfter),
            >= 500 when answered.RetryAfter is { } asked => new(PostOutcome.Paused, said, asked),
            >= 500 => new(PostOutcome.Failed, said),
            _ => new(PostOutcome.Refused, said),
        };
    }
}
