using System.Globalization;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Search;

/// <summary>Fetches what is not known here; the federation does it. Without it only what is known is found.</summary>
public interface IRemoteResolver
{
    /// <summary>An actor by handle (<c>user@host</c>) or address; null when there is none to be had.</summary>
    Task<long?> ActorAsync(string handleOrUrl, CancellationToken cancel);

    /// <summary>A post by address (its id or its page); null when there is none to be had.</summary>
    Task<long?> PostAsync(string url, CancellationToken cancel);
}

/// <summary>What an address or handle stands for.</summary>
/// <param name="Actor">An actor.</param>
/// <param name="Post">A post. Whether the viewer may see it is the caller's question.</param>
public readonly record struct Resolved(long? Actor, long? Post);

/// <summary>Finds what an address or a handle stands for: among what is known, else elsewhere.</summary>
public sealed class Resolution(ActorLookup actors, PostLookup posts, InstanceUris uris, IRemoteResolver? remote = null)
{
    /// <summary>Resolves an address or handle; neither an actor nor a post for anything else.</summary>
    /// <param name="query">What was typed.</param>
    /// <param name="fetch">Whether others' servers may be asked (people who are signed in).</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Resolved> ResolveAsync(SearchQuery query, bool fetch, CancellationToken cancel) => query switch
    {
        SearchQuery.Handle handle => new(await HandleAsync(handle, fetch, cancel), null),
        SearchQuery.Address { Url: var url } => await OursAsync(url, cancel) ?? await KnownAsync(url, cancel) ?? (fetch && remote is not null ? await FetchedAsync(remote, url, cancel) : default),
        _ => default,
    };

    private async Task<long?> HandleAsync(SearchQuery.Handle handle, bool fetch, CancellationToken cancel)
    {
        var here = handle.Domain.Length == 0 || handle.Domain.Equals(uris.Domain, StringComparison.OrdinalIgnoreCase);
        if (await actors.ByHandleAsync(handle.Username, here ? "" : handle.Domain, cancel) is { } known)
        {
            return known.Id;
        }

        return fetch && !here && remote is not null ? await remote.ActorAsync($"{handle.Username}@{handle.Domain}", cancel) : null;
    }

    /// <summary>Our own pages and ids; an answer without either when it is ours and stands for nothing.</summary>
    private async Task<Resolved?> OursAsync(string url, CancellationToken cancel)
    {
        if (!url.StartsWith(uris.PublicUrl + "/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = url[(uris.PublicUrl.Length + 1)..].Split('?', '#')[0].Trim('/').Split('/');
        return path switch
        {
            [['@', ..] handle] => SearchQuery.Parse(handle) is SearchQuery.Handle known ? new(await HandleAsync(known, fetch: false, cancel), null) : default(Resolved),
            ["actors", var id] when Number(id) is { } actor => new((await actors.ByIdAsync(actor, cancel))?.Id, null),
            [['@', ..], var id] when Number(id) is { } post => new(null, (await posts.ByIdAsync(post, cancel))?.Id),
            ["posts", var id] when Number(id) is { } post => new(null, (await posts.ByIdAsync(post, cancel))?.Id),
            _ => default(Resolved),
        };
    }

    private async Task<Resolved?> KnownAsync(string url, CancellationToken cancel)
    {
        if (await posts.ByUriAsync(url, cancel) is { } post)
        {
            return new(null, post.Id);
        }

        return await actors.ByUriAsync(url, cancel) is { DeletedAt: null } actor ? new(actor.Id, null) : null;
    }

    private static async Task<Resolved> FetchedAsync(IRemoteResolver remote, string url, CancellationToken cancel) =>
        await remote.PostAsync(url, cancel) is { } post ? new(null, post) : new(await remote.ActorAsync(url, cancel), null);

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
