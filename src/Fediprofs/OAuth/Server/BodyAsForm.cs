using OpenIddict.Server;
using Microsoft.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Server;

/// <summary>Turns JSON and multipart bodies, which Mastodon's clients send, into the forms that OpenIddict reads.</summary>
internal sealed class BodyAsForm<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public async ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.GetHttpRequest()!;
        if (!HttpMethods.IsPost(request.Method))
        {
            return;
        }

        if (await RequestFields.ReadAsync(request, context.CancellationToken) is not { } fields)
        {
            context.Reject(Errors.InvalidRequest, "The body must be a form or a flat JSON object.");
            return;
        }

        if (fields.TryGetValue(Parameters.GrantType, out var grant) && grant == GrantTypes.AuthorizationCode)
        {
            // Mastodon: "Has no effect when grant_type is authorization_code", and clients send it.
            fields.Remove(Parameters.Scope);
        }

        request.ContentType = "application/x-www-form-urlencoded";
        request.Form = new FormCollection(fields);
    }
}
