namespace Fediprofs.OAuth.Server;

/// <summary><c>GET /.well-known/oauth-authorization-server</c> (RFC 8414), with the fields that Mastodon 4.4 writes.</summary>
internal static class Metadata
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/.well-known/oauth-authorization-server", (OAuthOptions options) =>
        {
            var root = options.Issuer.TrimEnd('/');
            return TypedResults.Json(new Dictionary<string, object>
            {
                ["issuer"] = options.Issuer,
                ["service_documentation"] = "https://docs.joinmastodon.org/",
                ["authorization_endpoint"] = root + AuthorizationServer.AuthorizePath,
                ["token_endpoint"] = root + AuthorizationServer.TokenPath,
                ["app_registration_endpoint"] = root + Applications.Path,
                ["revocation_endpoint"] = root + AuthorizationServer.RevokePath,
                ["scopes_supported"] = Scopes.All,
                ["response_types_supported"] = new[] { "code" },
                ["response_modes_supported"] = new[] { "query", "fragment", "form_post" },
                ["grant_types_supported"] = new[] { "authorization_code", "client_credentials" },
                ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic", "client_secret_post" },
                ["code_challenge_methods_supported"] = new[] { "S256" },
            });
        });
}
