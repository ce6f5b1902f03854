using System.Collections.Immutable;
using System.Globalization;
using Marten;
using OpenIddict.Abstractions;

namespace Fediprofs.OAuth.Documents;

/// <summary>Scopes for OpenIddict, over Marten.</summary>
public sealed class ScopeStore(IDocumentStore store, TimeProvider clock)
    : OAuthStore<OAuthScope>(store, clock), IOpenIddictScopeStore<OAuthScope>
{
    public ValueTask<OAuthScope?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        FirstAsync(scope => scope.Name == name, cancellationToken);

    public IAsyncEnumerable<OAuthScope> FindByNamesAsync(ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToList();
        return StreamAsync(scopes => scopes.Where(scope => scope.Name!.IsOneOf(wanted)), cancellationToken);
    }

    public IAsyncEnumerable<OAuthScope> FindByResourceAsync(string resource, CancellationToken cancellationToken) =>
        StreamAsync(scopes => scopes.Where(scope => scope.Resources.Contains(resource)), cancellationToken);

    public ValueTask<string?> GetDescriptionAsync(OAuthScope scope, CancellationToken cancellationToken) => new(scope.Description);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDescriptionsAsync(OAuthScope scope, CancellationToken cancellationToken) => new(ByCulture(scope.Descriptions));

    public ValueTask<string?> GetDisplayNameAsync(OAuthScope scope, CancellationToken cancellationToken) => new(scope.DisplayName);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(OAuthScope scope, CancellationToken cancellationToken) => new(ByCulture(scope.DisplayNames));

    public ValueTask<string?> GetNameAsync(OAuthScope scope, CancellationToken cancellationToken) => new(scope.Name);

    public ValueTask<ImmutableArray<string>> GetResourcesAsync(OAuthScope scope, CancellationToken cancellationToken) => new([.. scope.Resources]);

    public ValueTask SetDescriptionAsync(OAuthScope scope, string? description, CancellationToken cancellationToken)
    {
        scope.Description = description;
        return default;
    }

    public ValueTask SetDescriptionsAsync(OAuthScope scope, ImmutableDictionary<CultureInfo, string> descriptions, CancellationToken cancellationToken)
    {
        scope.Descriptions = ByName(descriptions);
        return default;
    }

    public ValueTask SetDisplayNameAsync(OAuthScope scope, string? name, CancellationToken cancellationToken)
    {
        scope.DisplayName = name;
        return default;
    }

    public ValueTask SetDisplayNamesAsync(OAuthScope scope, ImmutableDictionary<CultureInfo, string> names, CancellationToken cancellationToken)
    {
        scope.DisplayNames = ByName(names);
        return default;
    }

    public ValueTask SetNameAsync(OAuthScope scope, string? name, CancellationToken cancellationToken)
    {
        scope.Name = name;
        return default;
    }

    public ValueTask SetResourcesAsync(OAuthScope scope, ImmutableArray<string> resources, CancellationToken cancellationToken)
    {
        scope.Resources = [.. resources];
        return default;
    }
}
