using System.Collections.Immutable;
using Marten;
using Marten.Patching;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth.Documents;

/// <summary>Authorizations for OpenIddict, over Marten.</summary>
public sealed class AuthorizationStore(IDocumentStore store, TimeProvider clock)
    : OAuthStore<OAuthAuthorization>(store, clock), IOpenIddictAuthorizationStore<OAuthAuthorization>
{
    public IAsyncEnumerable<OAuthAuthorization> FindAsync(
        string? subject, string? client, string? status, string? type, ImmutableArray<string>? scopes, CancellationToken cancellationToken)
    {
        string[] wanted = scopes is { IsDefaultOrEmpty: false } some ? [.. some] : [];
        return Filter(StreamAsync(authorizations => Matching(authorizations, subject, client, status, type), cancellationToken));

        async IAsyncEnumerable<OAuthAuthorization> Filter(IAsyncEnumerable<OAuthAuthorization> found)
        {
            await foreach (var authorization in found)
            {
                if (wanted.All(authorization.Scopes.Contains))
                {
                    yield return authorization;
                }
            }
        }
    }

    public IAsyncEnumerable<OAuthAuthorization> FindByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindAsync(null, identifier, null, null, null, cancellationToken);

    public IAsyncEnumerable<OAuthAuthorization> FindBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        FindAsync(subject, null, null, null, null, cancellationToken);

    public ValueTask<string?> GetApplicationIdAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) => new(authorization.ApplicationId);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) => new(authorization.CreationDate);

    public ValueTask<ImmutableArray<string>> GetScopesAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) => new([.. authorization.Scopes]);

    public ValueTask<string?> GetStatusAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) => new(authorization.Status);

    public ValueTask<string?> GetSubjectAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) => new(authorization.Subject);

    public ValueTask<string?> GetTypeAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) => new(authorization.Type);

    /// <summary>Deletes what is older than <paramref name="threshold"/> and was revoked, or has no token left.</summary>
    public async ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken cancellationToken)
    {
        await using var session = Store.LightweightSession();
        var old = await session.Query<OAuthAuthorization>()
            .Where(authorization => authorization.CreationDate < threshold)
            .Where(authorization => authorization.Status != Statuses.Valid || authorization.Type == AuthorizationTypes.AdHoc)
            .Select(authorization => new { authorization.Id, authorization.Status })
            .ToListAsync(cancellationToken);
        long pruned = 0;
        foreach (var batch in old.Chunk(500))
        {
            var ids = batch.Select(authorization => authorization.Id).ToList();
            var carrying = await session.Query<OAuthToken>()
                .Where(token => token.AuthorizationId!.IsOneOf(ids))
                .Select(token => token.AuthorizationId!)
                .ToListAsync(cancellationToken);
            var kept = carrying.ToHashSet();
            var gone = batch
                .Where(authorization => authorization.Status != Statuses.Valid || !kept.Contains(authorization.Id))
                .Select(authorization => authorization.Id)
                .ToList();
            session.DeleteWhere<OAuthAuthorization>(authorization => authorization.Id.IsOneOf(gone));
            await session.SaveChangesAsync(cancellationToken);
            pruned += gone.Count;
        }

        return pruned;
    }

    public async ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken)
    {
        await using var session = Store.LightweightSession();
        var ids = await Matching(session.Query<OAuthAuthorization>(), subject, client, status, type)
            .Where(authorization => authorization.Status != Statuses.Revoked)
            .Select(authorization => authorization.Id)
            .ToListAsync(cancellationToken);
        var revoked = ids.ToList();
        session.Patch<OAuthAuthorization>(authorization => authorization.Id.IsOneOf(revoked)).Set(authorization => authorization.Status, Statuses.Revoked);
        await session.SaveChangesAsync(cancellationToken);
        return revoked.Count;
    }

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        RevokeAsync(null, identifier, null, null, cancellationToken);

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        RevokeAsync(subject, null, null, null, cancellationToken);

    public ValueTask SetApplicationIdAsync(OAuthAuthorization authorization, string? identifier, CancellationToken cancellationToken)
    {
        authorization.ApplicationId = identifier;
        return default;
    }

    public ValueTask SetCreationDateAsync(OAuthAuthorization authorization, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        authorization.CreationDate = date;
        return default;
    }

    public ValueTask SetScopesAsync(OAuthAuthorization authorization, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        authorization.Scopes = [.. scopes];
        return default;
    }

    public ValueTask SetStatusAsync(OAuthAuthorization authorization, string? status, CancellationToken cancellationToken)
    {
        authorization.Status = status;
        return default;
    }

    public ValueTask SetSubjectAsync(OAuthAuthorization authorization, string? subject, CancellationToken cancellationToken)
    {
        authorization.Subject = subject;
        return default;
    }

    public ValueTask SetTypeAsync(OAuthAuthorization authorization, string? type, CancellationToken cancellationToken)
    {
        authorization.Type = type;
        return default;
    }

    private static IQueryable<OAuthAuthorization> Matching(
        IQueryable<OAuthAuthorization> authorizations, string? subject, string? client, string? status, string? type)
    {
        authorizations = subject is null ? authorizations : authorizations.Where(authorization => authorization.Subject == subject);
        authorizations = client is null ? authorizations : authorizations.Where(authorization => authorization.ApplicationId == client);
        authorizations = status is null ? authorizations : authorizations.Where(authorization => authorization.Status == status);
        return type is null ? authorizations : authorizations.Where(authorization => authorization.Type == type);
    }
}
