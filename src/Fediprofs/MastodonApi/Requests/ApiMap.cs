using Fediprofs.Domain;
using Fediprofs.Domain.Posts;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi.Requests;

/// <summary>An endpoint: the request and who reads (<see cref="VisibleTo.Anyone"/> for nobody).</summary>
internal delegate Task ApiHandler(HttpContext http, long reader);

/// <summary>
/// Maps endpoints of Mastodon's API: finds out who reads, turns away those whose account is suspended, and answers failures as
/// Mastodon does.
/// </summary>
internal sealed class ApiMap(IEndpointRouteBuilder endpoints, AccountParts accounts, ILogger log)
{
    public IEndpointConventionBuilder Get(string path, ApiHandler handler) => endpoints.MapGet(path, Guard(handler));

    public IEndpointConventionBuilder Post(string path, ApiHandler handler) => endpoints.MapPost(path, Guard(handler));

    public IEndpointConventionBuilder Put(string path, ApiHandler handler) => endpoints.MapPut(path, Guard(handler));

    public IEndpointConventionBuilder Patch(string path, ApiHandler handler) => endpoints.MapMethods(path, ["PATCH"], Guard(handler));

    public IEndpointConventionBuilder Delete(string path, ApiHandler handler) => endpoints.MapDelete(path, Guard(handler));

    private RequestDelegate Guard(ApiHandler handler) => async http =>
    {
        try
        {
            var reader = http.User.AccountId() ?? VisibleTo.Anyone;
            if (reader != VisibleTo.Anyone && await accounts.OneAsync(reader, http.RequestAborted) is not { Available: true })
            {
                await http.RefuseAsync(Refusal.Suspended);
                return;
            }

            await handler(http, reader);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await http.ErrorAsync(bad.StatusCode, "The request could not be read");
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            log.LogError(failure, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await http.ErrorAsync(StatusCodes.Status500InternalServerError, "The server could not answer this request");
        }
    };
}
