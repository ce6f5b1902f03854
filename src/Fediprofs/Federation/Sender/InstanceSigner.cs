using System.Security.Cryptography;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Remote;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// Signs what the instance itself asks for, GETs above all: GoToSocial and Mastodon with authorized fetch answer nobody else.
/// Start it with <see cref="LoadAsync"/>.
/// </summary>
public sealed class InstanceSigner(ActorSigningKeys keys, TimeProvider time) : IRequestSigner
{
    private LocalKeys? current;

    /// <summary>Reads the instance actor's keys, at start and after they were replaced.</summary>
    public async Task LoadAsync(InstanceActor actor, CancellationToken cancel)
    {
        await actor.EnsureAsync(cancel);
        keys.Forget(actor.Id);
        current = await keys.OfAsync(actor.Id, cancel) ?? throw new InvalidOperationException("The instance actor has no keys.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Sign(HttpMethod method, Uri target, ReadOnlyMemory<byte>? body)
    {
        ArgumentNullException.ThrowIfNull(method);
        var key = current ?? throw new InvalidOperationException("The instance's keys are loaded at start, before anything is fetched.");
        var request = OutgoingRequest.To(method.Method, target);
        if (body is { } content)
        {
            request = request with { BodySha256 = SHA256.HashData(content.Span), ContentType = "application/activity+json" };
        }

        return [.. CavageSigner.Sign(request, key.RsaKeyId, key.Rsa, time.GetUtcNow()).Select(f => new KeyValuePair<string, string>(f.Name, f.Value))];
    }
}
