using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Fediprofs.OAuth.Server;
using JasperFx;
using Marten.Exceptions;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Tokens;

/// <summary>Issues a person's token without a browser: for the command line and the demo. A server beside it accepts it at once.</summary>
public sealed class TokenIssue(IServiceScopeFactory scopes, OAuthKeys keys, OAuthOptions options, TimeProvider clock)
{
    /// <summary>Issues a bearer token.</summary>
    /// <param name="accountId">Whose token it is.</param>
    /// <param name="clientName">The application's name as people see it; it is made on first use.</param>
    /// <param name="requested">Scopes of Mastodon's API.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">A scope does not exist.</exception>
    public async Task<string> IssueAsync(long accountId, string clientName, IReadOnlyCollection<string> requested, CancellationToken cancellationToken)
    {
        if (requested.FirstOrDefault(scope => !Scopes.All.Contains(scope)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is not a scope.", nameof(requested));
        }

        await keys.LoadAsync(cancellationToken);
        var clientId = await ClientIdAsync(clientName, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;

        var now = clock.GetUtcNow();
        var identity = new ClaimsIdentity("Issue", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, accountId.ToString(CultureInfo.InvariantCulture));
        identity.SetClaim(Claims.ClientId, clientId);
        identity.SetClaim(Claims.Private.Issuer, options.Issuer);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(requested);
        principal.SetAudiences(options.Issuer);
        principal.SetPresenters(clientId);
        principal.SetCreationDate(now);
        principal.SetExpirationDate(now + AuthorizationServer.AccessTokenLifetime);

        var transaction = await services.GetRequiredService<IOpenIddictServerFactory>().CreateTransactionAsync();
        transaction.Request = new OpenIddictRequest();
        var generation = new GenerateTokenContext(transaction)
        {
            ClientId = clientId,
            CreateTokenEntry = true,
            Principal = principal,
            TokenFormat = TokenFormats.Private.JsonWebToken,
            TokenType = TokenTypeIdentifiers.AccessToken,
        };
        await services.GetRequiredService<IOpenIddictServerDispatcher>().DispatchAsync(generation);
        return generation.Token ?? throw new InvalidOperationException($"No token was made: {generation.ErrorDescription}");
    }

    /// <summary>Ends every token of an account, on every node at once.</summary>
    public async Task RevokeAllAsync(long accountId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var subject = accountId.ToString(CultureInfo.InvariantCulture);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().RevokeBySubjectAsync(subject, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().RevokeBySubjectAsync(subject, cancellationToken);
    }

    // The instance's own applications have no redirect URI and a secret that nobody knows: no flow starts from them.
    private async Task<string> ClientIdAsync(string clientName, CancellationToken cancellationToken)
    {
        // A scope of its own: managers remember for as long as theirs that an application was not there.
        await using var scope = scopes.CreateAsyncScope();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var clientId = "fediprofs-" + Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(clientName))[..16]);
        if (await applications.FindByClientIdAsync(clientId, cancellationToken) is not null)
        {
            return clientId;
        }

        try
        {
            await applications.CreateAsync(
                new OpenIddictApplicationDescriptor
                {
                    ClientId = clientId,
                    ClientSecret = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32)),
                    ClientType = ClientTypes.Confidential,
                    DisplayName = clientName,
                },
                cancellationToken);
        }
        catch (Exception lost) when (lost is MartenCommandException or DocumentAlreadyExistsException or OpenIddictExceptions.ValidationException && !cancellationToken.IsCancellationRequested)
        {
            // Made by somebody else at the same moment: the manager saw it, or the unique index on the client id kept one.
            await using var again = scopes.CreateAsyncScope();
            if (await again.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().FindByClientIdAsync(clientId, cancellationToken) is null)
            {
                throw;
            }
        }

        return clientId;
    }
}
