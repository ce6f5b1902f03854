using System.Collections.Concurrent;
using System.Globalization;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Remote;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// Posts one activity to one inbox, signed, and says in one word what the answer means. Signs by draft-cavage, which every server
/// of today verifies; a server that answers 401 is asked again by RFC 9421, and what it took is remembered (Mastodon 4.7's
/// double knock, the other way round).
/// </summary>
internal sealed class SignedPost(GuardedHttpClient http, ActorSigningKeys keys, TimeProvider time)
{
    private const string ContentType = "application/activity+json";
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, SignatureScheme> takes = new(StringComparer.Ordinal);

    public async Task<PostVerdict> SendAsync(Delivery delivery, CancellationToken cancel)
    {
        if (await keys.OfAsync(delivery.Body.Actor, cancel) is not { } key)
        {
            return new(PostOutcome.Refused, "the actor has no key any more");
        }

        var scheme = takes.GetValueOrDefault(delivery.Host, SignatureScheme.Cavage);
        var verdict = await PostAsync(delivery, key, scheme, cancel);
        if (verdict.Outcome != PostOutcome.Unauthorized)
        {
            return verdict;
        }

        // The key may have been replaced by another process since it was read.
        keys.Forget(delivery.Body.Actor);
        if (await keys.OfAsync(delivery.Body.Actor, cancel) is { } fresh && !fresh.Rsa.PublicKey.Export().AsSpan().SequenceEqual(key.Rsa.PublicKey.Export()))
        {
            key = fresh;
            verdict = await PostAsync(delivery, key, scheme, cancel);
        }

        return verdict.Outcome == PostOutcome.Unauthorized
            ? await KnockAgainAsync(delivery, key, scheme == SignatureScheme.Cavage ? SignatureScheme.Rfc9421 : SignatureScheme.Cavage, cancel)
            : verdict;
    }

    private async Task<PostVerdict> KnockAgainAsync(Delivery delivery, LocalKeys key, SignatureScheme scheme, CancellationToken cancel)
    {
        var verdict = await PostAsync(delivery, key, scheme, cancel);
        if (verdict.Outcome == PostOutcome.Taken)
        {
            if (takes.Count >= MostRemembered)
            {
                takes.Clear();
            }

            takes[delivery.Host] = scheme;
        }

        return verdict;
    }

    private async Task<PostVerdict> PostAsync(Delivery delivery, LocalKeys key, SignatureScheme scheme, CancellationToken cancel) =>
        await http.PostActivityAsync(delivery.Inbox, delivery.Body.Bytes, Sign(delivery, key, scheme), cancel) switch
        {
            PostResult.Answered answered => Judge(answered),
            PostResult.Refused refused => new(PostOutcome.Refused, refused.Detail),
            PostResult.Unreachable unreachable => new(PostOutcome.Unreachable, unreachable.Detail),
            _ => throw new InvalidOperationException("An unknown result of a post."),
        };

    private List<KeyValuePair<string, string>> Sign(Delivery delivery, LocalKeys key, SignatureScheme scheme)
    {
        var outgoing = OutgoingRequest.To("POST", new Uri(delivery.Inbox)) with { BodySha256 = delivery.Body.Sha256, ContentType = ContentType };
        var headers = new List<KeyValuePair<string, string>>(4) { new("Content-Type", ContentType) };
        // RSA both times: what verifies RFC 9421 today knows rsa-v1_5-sha256, not always ed25519 (Mastodon 4.5 and 4.6).
        var fields = scheme == SignatureScheme.Cavage
            ? CavageSigner.Sign(outgoing, key.RsaKeyId, key.Rsa, time.GetUtcNow())
            : Rfc9421Signer.Sign(outgoing, key.RsaKeyId, key.Rsa, time.GetUtcNow());
        foreach (var field in fields)
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
