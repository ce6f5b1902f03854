using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Web.Profiles;

/// <summary>Finds the person behind an address as people type it: <c>@claire@profs.ac-lyon.fr</c>, or the link of a profile.</summary>
public sealed class ActorAddresses(ActorLookup actors, InstanceUris uris, IEnumerable<IActorResolver> resolvers)
{
    /// <summary>The person; null when there is none, or the address is none.</summary>
    public async Task<ActorRow?> FindAsync(string typed, CancellationToken cancel)
    {
        var address = typed.Trim();
        if (address.StartsWith("acct:", StringComparison.OrdinalIgnoreCase))
        {
            address = address["acct:".Length..];
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var link) && link.Scheme is "http" or "https")
        {
            return await actors.ByUriAsync(address, cancel) ?? await ByLinkAsync(link, cancel);
        }

        return address.TrimStart('@').Split('@') switch
        {
            [{ Length: > 0 } user] => await actors.ByHandleAsync(user, "", cancel),
            [{ Length: > 0 } user, { Length: > 0 } domain] => await ByHandleAsync(user, domain, cancel),
            _ => null,
        };
    }

    // A profile's link nearly everywhere ends with the handle: https://host/@user, /users/user, /u/user, /c/user, /channel/user.
    private async Task<ActorRow?> ByLinkAsync(Uri link, CancellationToken cancel) =>
        link.AbsolutePath.Trim('/').Split('/')[^1].TrimStart('@').Split('@') switch
        {
            [{ Length: > 0 } user] => await ByHandleAsync(user, link.Authority, cancel),
            [{ Length: > 0 } user, { Length: > 0 } domain] => await ByHandleAsync(user, domain, cancel),
            _ => null,
        };

    private async Task<ActorRow?> ByHandleAsync(string user, string domain, CancellationToken cancel)
    {
        if (domain.Equals(uris.Domain, StringComparison.OrdinalIgnoreCase) || uris.PublicUrl.EndsWith("//" + domain, StringComparison.OrdinalIgnoreCase))
        {
            return await actors.ByHandleAsync(user, "", cancel);
        }

        foreach (var resolver in resolvers)
        {
            if (await resolver.ByHandleAsync(user, domain, cancel) is { } actor)
            {
                return actor;
            }
        }

        return await actors.ByHandleAsync(user, domain, cancel);
    }
}
