using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Server;

/// <summary>An application gets only scopes that it registered, or parts of them; who names none gets "read".</summary>
internal sealed class RegisteredScopes(IOpenIddictApplicationManager applications)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) =>
        CheckAsync(context, context.ClientId, context.Request);

    public ValueTask HandleAsync(ValidateTokenRequestContext context) =>
        context.Request.IsClientCredentialsGrantType() ? CheckAsync(context, context.ClientId, context.Request) : default;

    private async ValueTask CheckAsync(BaseValidatingContext context, string? clientId, OpenIddictRequest request)
    {
        var application = await applications.FindByClientIdAsync(clientId!, context.CancellationToken)
            ?? throw new InvalidOperationException("The client was validated and is gone.");
        var registered = Scopes.Registered(await applications.GetPermissionsAsync(application, context.CancellationToken));
        var wanted = Scopes.Parse(request.Scope);
        if (wanted.Length == 0)
        {
            wanted = Scopes.DefaultWithin(registered);
            request.Scope = string.Join(' ', wanted);
        }

        if (wanted.Length == 0 || !wanted.All(scope => registered.Any(held => Scopes.Covers(held, scope))))
        {
            // Mastodon's sentence.
            context.Reject(Errors.InvalidScope, "The requested scope is invalid, unknown, or malformed.");
        }
    }
}
