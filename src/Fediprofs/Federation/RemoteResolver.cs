using Fediprofs.ActivityPub.Discovery;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Search;
using Fediprofs.Domain.Storage;
using Accept = Fediprofs.Domain.Remote.Accept;

namespace Fediprofs.Federation;

/// <summary>
/// Looks for people by handle (WebFinger, RFC 7033) and for anything by address. A handle is somebody's only when both sides say so:
/// the handle's domain names the actor, and the actor, or the server that it lives on, names the handle.
/// </summary>
internal sealed class RemoteResolver(
    GuardedHttpClient http, RemoteOptions options, RemoteDocuments documents, RemoteActors remoteActors, RemotePosts remotePosts,
    ActorLookup actors, PostLookup posts, InstanceUris instance, TimeProvider time) : IActorResolver, IRemoteResolver
{
    // A profile that somebody looks for is read again after a day.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async Task<ActorRow?> ByHandleAsync(string username, string domain, CancellationToken cancel)
    {
        if (domain.Length == 0 || string.Equals(domain, instance.Domain, StringComparison.OrdinalIgnoreCase))
        {
            return await actors.ByHandleAsync(username, "", cancel);
        }

        if (Handle.Parse($"{username}@{domain}") is not { } handle)
        {
            return null;
        }

        var known = await actors.ByHandleAsync(handle.User, handle.Domain, cancel);
        if (known is not null && time.GetUtcNow() - known.FetchedAt < Fresh)
        {
            return known;
        }

        return await LookUpAsync(handle, cancel) ?? known;
    }

    /// <inheritdoc/>
    public async Task<long?> ActorAsync(string handleOrUrl, CancellationToken cancel)
    {
        if (WebAddress.IsWeb(handleOrUrl))
        {
            return (await ByAddressAsync(handleOrUrl, cancel)).Actor?.Id;
        }

        return Handle.Parse(handleOrUrl) is { } handle ? (await ByHandleAsync(handle.User, handle.Domain, cancel))?.Id : null;
    }

    /// <inheritdoc/>
    public async Task<long?> PostAsync(string url, CancellationToken cancel) => (await ByAddressAsync(url, cancel)).Post?.Id;

    private async Task<(ActorRow? Actor, PostRow? Post)> ByAddressAsync(string address, CancellationToken cancel)
    {
        if (!WebAddress.IsWeb(address))
        {
            return default;
        }

        if (await posts.ByUriAsync(address, cancel) is { } post)
        {
            return (null, post);
        }

        var known = await actors.ByUriAsync(address, cancel) is { DeletedAt: null } stored ? stored : null;
        if (known is not null && (known.Local || time.GetUtcNow() - known.FetchedAt < Fresh))
        {
            return (known, null);
        }

        if (instance.IsOurs(address) || await documents.GetAsync(address, cancel) is not Fetched<WireObject>.Found { Value: var document })
        {
            return (known, null);
        }

        if (document.AsPost() is { } written)
        {
            return await remotePosts.StoreAsync(written, cancel) is Fetched<PostRow>.Found { Value: var row } ? (null, row) : default;
        }

        return document.AsActor() is { } actor ? (await StoreAsync(actor, cancel), null) : default;
    }

    private async Task<ActorRow?> LookUpAsync(Handle handle, CancellationToken cancel)
    {
        if (await FingerAsync(handle, cancel) is not { Self: { } self } found || instance.IsOurs(self))
        {
            return null;
        }

        // The asked domain may send us on to another, once (that is how split domains work).
        var subject = Handle.Parse(found.Subject) ?? handle;
        if (!subject.Means(handle) && (await FingerAsync(subject, cancel) is not { } second || second.Self != self || Handle.Parse(second.Subject)?.Means(subject) is false))
        {
            return null;
        }

        return await documents.GetAsync(self, cancel) is Fetched<WireObject>.Found { Value: var document }
            && document.AsActor() is { } actor && string.Equals(actor.Id, self, StringComparison.Ordinal)
            && await OwnsAsync(actor, subject, cancel)
            && await remoteActors.StoreAsync(actor, subject.Domain, cancel) is Fetched<ActorRow>.Found { Value: var stored }
            ? stored
            : null;
    }

    /// <summary>Whether the actor's own side agrees: it lives on that domain, says so (FEP-2c59), or its server's WebFinger does.</summary>
    private async Task<bool> OwnsAsync(ActorObject actor, Handle handle, CancellationToken cancel)
    {
        if (WebAddress.HostOf(actor.Id) is not { } host || !string.Equals(actor.PreferredUsername ?? handle.User, handle.User, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return string.Equals(host, handle.Domain, StringComparison.OrdinalIgnoreCase)
            || handle.Means(Handle.Parse(actor.Webfinger))
            || (await FingerAsync(new(handle.User, host), cancel) is { } own && own.Self == actor.Id && handle.Means(Handle.Parse(own.Subject)));
    }

    /// <summary>An actor found by address: its handle is that of its host, or the one that it claims and the claimed domain confirms.</summary>
    private async Task<ActorRow?> StoreAsync(ActorObject actor, CancellationToken cancel)
    {
        string? domain = null;
        if (actor.PreferredUsername is { } user && WebAddress.HostOf(actor.Id) is { } host
            && (Handle.Parse(actor.Webfinger) ?? await SubjectAsync(new(user, host), actor.Id, cancel)) is { } claimed
            && !string.Equals(claimed.Domain, host, StringComparison.OrdinalIgnoreCase)
            && await FingerAsync(claimed, cancel) is { } confirmed && confirmed.Self == actor.Id)
        {
            domain = claimed.Domain;
        }

        return await remoteActors.StoreAsync(actor, domain, cancel) is Fetched<ActorRow>.Found { Value: var row } ? row : null;
    }

    private async Task<Handle?> SubjectAsync(Handle handle, string actor, CancellationToken cancel) =>
        await FingerAsync(handle, cancel) is { } found && found.Self == actor ? Handle.Parse(found.Subject) : null;

    private async Task<WebFingerDocument?> FingerAsync(Handle handle, CancellationToken cancel)
    {
        var address = $"{handle.Domain}/.well-known/webfinger?resource={Uri.EscapeDataString(handle.ToAcct())}";
        var result = await http.FetchDocumentAsync($"https://{address}", Accept.Jrd, cancel);
        if (result is not FetchResult.Document && Uri.TryCreate($"http://{address}", UriKind.Absolute, out var plain) && options.DevelopmentDomains.Allow(plain))
        {
            result = await http.FetchDocumentAsync($"http://{address}", Accept.Jrd, cancel);
        }

        return result is FetchResult.Document { Bytes: var bytes } && WebFingerDocument.TryRead(bytes.Span, out var document) ? document : null;
    }
}
