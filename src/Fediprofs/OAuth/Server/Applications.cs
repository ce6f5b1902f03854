using System.Security.Cryptography;
using System.Text.Json;
using Fediprofs.OAuth.Documents;
using Fediprofs.OAuth.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth.Server;

/// <summary><c>/api/v1/apps</c>: an application registers itself, and asks whether its token works.</summary>
internal static class Applications
{
    public const string Path = "/api/v1/apps";

    private const int MaxName = 60;
    private const int MaxAddress = 2_000;
    private static readonly string[] Forbidden = ["data", "javascript", "vbscript", "file"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Path, RegisterAsync);
        endpoints.MapGet(Path + "/verify_credentials", VerifyAsync).RequireToken();
    }

    private static async Task<Results<Ok<ApplicationEntity>, JsonHttpResult<Refused>>> RegisterAsync(
        HttpRequest request, IOpenIddictApplicationManager applications, CancellationToken cancellationToken)
    {
        if (await RequestFields.ReadAsync(request, cancellationToken) is not { } fields)
        {
            return Refuse("The body must be a form or a flat JSON object");
        }

        var name = Field(fields, "client_name")?.Trim() ?? "";
        var website = Field(fields, "website");
        var scopes = Scopes.Parse(Field(fields, "scopes") ?? Scopes.Default);
        var addresses = fields.GetValueOrDefault("redirect_uris")
            .SelectMany(value => (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Distinct()
            .ToArray();
        if (Problem(name, website, scopes, addresses) is { } problem)
        {
            return Refuse("Validation failed: " + problem);
        }

        var secret = Secret();
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = Secret(),
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = name,
        };
        descriptor.RedirectUris.UnionWith(addresses.Select(address => new Uri(address)));
        descriptor.Permissions.UnionWith(scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        if (website is not null)
        {
            descriptor.Properties[OAuthApplication.WebsiteProperty] = JsonSerializer.SerializeToElement(website);
        }

        try
        {
            var application = (OAuthApplication)await applications.CreateAsync(descriptor, cancellationToken);
            return TypedResults.Ok(ApplicationEntity.Of(application) with { ClientId = application.ClientId, ClientSecret = secret, ClientSecretExpiresAt = 0 });
        }
        catch (OpenIddictExceptions.ValidationException exception)
        {
            return Refuse("Validation failed: " + exception.Results.FirstOrDefault()?.ErrorMessage);
        }
    }

    private static async Task<Results<Ok<ApplicationEntity>, NotFound>> VerifyAsync(
        HttpContext context, IOpenIddictApplicationManager applications, CancellationToken cancellationToken) =>
        await applications.FindByClientIdAsync(((TokenPrincipal)context.User).ClientId, cancellationToken) is OAuthApplication application
            ? TypedResults.Ok(ApplicationEntity.Of(application))
            : TypedResults.NotFound();

    private static string? Problem(string name, string? website, string[] scopes, string[] addresses)
    {
        if (name.Length == 0)
        {
            return "Name can't be blank";
        }

        if (name.Length > MaxName)
        {
            return $"Name is too long (maximum is {MaxName} characters)";
        }

        if (website is not null && (website.Length > MaxAddress || !IsWeb(website)))
        {
            return "Website is invalid";
        }

        if (scopes.Length == 0 || !scopes.All(Scopes.All.Contains))
        {
            return "Scopes doesn't match configured on the server.";
        }

        if (addresses.Length == 0)
        {
            return "Redirect URI can't be blank";
        }

        return addresses.All(IsReturn) ? null : "Redirect URI must be an absolute URI.";
    }

    private static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    // RFC 6749 §3.1.2: absolute, without a fragment; and nothing that a browser would run.
    private static bool IsReturn(string address) =>
        address.Length <= MaxAddress
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Fragment.Length == 0
        && !Forbidden.Contains(uri.Scheme);

    private static string? Field(Dictionary<string, StringValues> fields, string name) =>
        fields.GetValueOrDefault(name).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private static string Secret() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private static JsonHttpResult<Refused> Refuse(string error) =>
        TypedResults.Json(new Refused(error), statusCode: StatusCodes.Status422UnprocessableEntity);

    private sealed record Refused(string Error);
}
