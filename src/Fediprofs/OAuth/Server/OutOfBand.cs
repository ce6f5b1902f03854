using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Server;
using Microsoft.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fediprofs.OAuth.Server;

/// <summary>Shows the code on a page of ours when the application has no address to return to.</summary>
internal sealed class OutOfBand : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.RedirectUri == AuthorizationServer.OutOfBandUri)
        {
            var (name, value) = context.Response.Error is { } error ? ("error", error) : ("code", context.Response.Code);
            context.Transaction.GetHttpRequest()!.HttpContext.Response.Redirect(
                QueryHelpers.AddQueryString(AuthorizationServer.OutOfBandPath, name, value ?? ""));
            context.HandleRequest();
        }

        return default;
    }
}
