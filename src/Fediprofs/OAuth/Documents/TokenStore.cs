using Fediprofs.OAuth.Tokens;
using Marten;
using Marten.Patching;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth.Documents;

/// <summary>Tokens for OpenIddict, over Marten. Whatever stops being valid is told to every node in the same transaction.</summary>
public sealed class TokenStore(IDocumentStore store, TimeProvider clock, LiveTokens live)
    : OAuthStore<OAuthToken>(store, clock), IOpenIddictTokenStore<OAuthToken>
{
    public override async ValueTask DeleteAsync(OAuthToken document, CancellationToken cancellationToken)
    {
        await using var session = Store.LightweightSession();
        session.Delete<OAuthToken>(document.Id);
        LiveTokens.Announce(session, document.Id);
        await session.SaveChangesAsync(cancellationToken);
        live.Forget(document.Id);
    }

    public IAsyncEnumerable<OAuthToken> FindAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken) =>
        StreamAsync(tokens => Matching(tokens, subject, client, status, type), cancellationToken);

    public IAsyncEnumerable<OAuthToken> FindByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindAsync(null, identifier, null, null, cancellationToken);

    public IAsyncEnumerable<OAuthToken> FindByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken) =>
        StreamAsync(tokens => tokens.Where(token => token.AuthorizationId == identifier), cancellationToken);

    public ValueTask<OAuthToken?> FindByReferenceIdAsync(string identifier, CancellationToken cancellationToken) =>
        FirstAsync(token => token.ReferenceId == identifier, cancellationToken);

    public IAsyncEnumerable<OAuthToken> FindBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        FindAsync(subject, null, null, null, cancellationToken);

    public ValueTask<string?> GetApplicationIdAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.ApplicationId);

    public ValueTask<string?> GetAuthorizationIdAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.AuthorizationId);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.CreationDate);

    public ValueTask<DateTimeOffset?> GetExpirationDateAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.ExpirationDate);

    public ValueTask<string?> GetPayloadAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.Payload);

    public ValueTask<DateTimeOffset?> GetRedemptionDateAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.RedemptionDate);

    public ValueTask<string?> GetReferenceIdAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.ReferenceId);

    public ValueTask<string?> GetStatusAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.Status);

    public ValueTask<string?> GetSubjectAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.Subject);

    public ValueTask<string?> GetTypeAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.Type);

    /// <summary>Deletes what is older than <paramref name="threshold"/> and can never be valid again.</summary>
    public async ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var session = Store.LightweightSession();
        var ids = await session.Query<OAuthToken>()
            .Where(token => token.CreationDate < threshold)
            .Where(token => (token.Status != Statuses.Valid && token.Status != Statuses.Inactive) || token.ExpirationDate < now)
            .Select(token => token.Id)
            .ToListAsync(cancellationToken);
        foreach (var batch in ids.Chunk(500))
        {
            var gone = batch.ToList();
            session.DeleteWhere<OAuthToken>(token => token.Id.IsOneOf(gone));
            await session.SaveChangesAsync(cancellationToken);
        }

        return ids.Count;
    }

    public ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken) =>
        RevokeAsync(tokens => Matching(tokens, subject, client, status, type), cancellationToken);

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        RevokeAsync(null, identifier, null, null, cancellationToken);

    public ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken) =>
        RevokeAsync(tokens => tokens.Where(token => token.AuthorizationId == identifier), cancellationToken);

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        RevokeAsync(subject, null, null, null, cancellationToken);

    public ValueTask SetApplicationIdAsync(OAuthToken token, string? identifier, CancellationToken cancellationToken)
    {
        token.ApplicationId = identifier;
        return default;
    }

    public ValueTask SetAuthorizationIdAsync(OAuthToken token, string? identifier, CancellationToken cancellationToken)
    {
        token.AuthorizationId = identifier;
        return default;
    }

    public ValueTask SetCreationDateAsync(OAuthToken token, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        token.CreationDate = date;
        return default;
    }

    public ValueTask SetExpirationDateAsync(OAuthToken token, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        token.ExpirationDate = date;
        return default;
    }

    public ValueTask SetPayloadAsync(OAuthToken token, string? payload, CancellationToken cancellationToken)
    {
        token.Payload = payload;
        return default;
    }

    public ValueTask SetRedemptionDateAsync(OAuthToken token, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        token.RedemptionDate = date;
        return default;
    }

    public ValueTask SetReferenceIdAsync(OAuthToken token, string? identifier, CancellationToken cancellationToken)
    {
        token.ReferenceId = identifier;
        return default;
    }

    public ValueTask SetStatusAsync(OAuthToken token, string? status, CancellationToken cancellationToken)
    {
        token.Status = status;
        return default;
    }

    public ValueTask SetSubjectAsync(OAuthToken token, string? subject, CancellationToken cancellationToken)
    {
        token.Subject = subject;
        return default;
    }

    public ValueTask SetTypeAsync(OAuthToken token, string? type, CancellationToken cancellationToken)
    {
        token.Type = type;
        return default;
    }

    protected override void BeforeUpdate(IDocumentOperations session, OAuthToken document)
    {
        if (document.Status != Statuses.Valid)
        {
            LiveTokens.Announce(session, document.Id);
        }
    }

    protected override void AfterUpdate(OAuthToken document)
    {
        if (document.Status != Statuses.Valid)
        {
            live.Forget(document.Id);
        }
    }

    private async ValueTask<long> RevokeAsync(Func<IQueryable<OAuthToken>, IQueryable<OAuthToken>> which, CancellationToken cancellationToken)
    {
        await using var session = Store.LightweightSession();
        var ids = await which(session.Query<OAuthToken>())
            .Where(token => token.Status != Statuses.Revoked)
            .Select(token => token.Id)
            .ToListAsync(cancellationToken);
        var revoked = ids.ToList();
        session.Patch<OAuthToken>(token => token.Id.IsOneOf(revoked)).Set(token => token.Status, Statuses.Revoked);
        foreach (var id in revoked)
        {
            LiveTokens.Announce(session, id);
        }

        await session.SaveChangesAsync(cancellationToken);
        revoked.ForEach(live.Forget);
        return revoked.Count;
    }

    private static IQueryable<OAuthToken> Matching(
        IQueryable<OAuthToken> tokens, string? subject, string? client, string? status, string? type)
    {
        tokens = subject is null ? tokens : tokens.Where(token => token.Subject == subject);
        tokens = client is null ? tokens : tokens.Where(token => token.ApplicationId == client);
        tokens = status is null ? tokens : tokens.Where(token => token.Status == status);
        return type is null ? tokens : tokens.Where(token => token.Type == type);
    }
}
