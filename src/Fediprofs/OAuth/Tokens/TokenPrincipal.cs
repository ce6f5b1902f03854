using System.Globalization;
using System.Security.Claims;
using Names = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Fediprofs.OAuth.Tokens;

/// <summary>Who sends a request with a bearer token: an application, for a person or for itself.</summary>
public sealed class TokenPrincipal : ClaimsPrincipal
{
    public TokenPrincipal(string tokenId, string clientId, long? accountId, ScopeSet scopes, DateTimeOffset expires)
        : base(Describe(clientId, accountId))
    {
        TokenId = tokenId;
        ClientId = clientId;
        AccountId = accountId;
        Scopes = scopes;
        Expires = expires;
    }

    /// <summary>The id of the token's entry, not the token.</summary>
    public string TokenId { get; }

    public string ClientId { get; }

    /// <summary>The account's snowflake; null for a token of the application itself.</summary>
    public long? AccountId { get; }

    public ScopeSet Scopes { get; }

    public DateTimeOffset Expires { get; }

    private static ClaimsIdentity Describe(string clientId, long? accountId)
    {
        var identity = new ClaimsIdentity("Bearer", Names.Subject, roleType: null);
        identity.AddClaim(new Claim(Names.ClientId, clientId));
        if (accountId is { } id)
        {
            identity.AddClaim(new Claim(Names.Subject, id.ToString(CultureInfo.InvariantCulture)));
        }

        return identity;
    }
}
