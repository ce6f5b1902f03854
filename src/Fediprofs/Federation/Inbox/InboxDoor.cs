using System.Globalization;
using Fediprofs.ActivityPub.Signatures;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Everything that a request must pass before it is in the journal, cheapest first: size, media type, a signature at all, JSON,
/// names that agree, domain, time and digest, key, signature. Whatever comes in, the answer is never a 5xx for it.
/// </summary>
internal sealed class InboxDoor(ActorKeys keys, Journal journal, InstanceUris instance, InboxOptions options, TimeProvider time, ILogger<InboxDoor> log)
{
    /// <summary>Bytes of a body at most (Mastodon's limit).</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Answers a POST to an inbox.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        TurnedAway? turned;
        try
        {
            turned = await AdmitAsync(context);
        }
        catch (BadHttpRequestException broken)
        {
            turned = new(broken.StatusCode, "The request could not be read.");
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException && !context.RequestAborted.IsCancellationRequested)
        {
            log.LogError(failure, "The inbox cannot take anything in: the database does not answer.");
            turned = new(StatusCodes.Status503ServiceUnavailable, "Nothing can be taken in at the moment; try again later.");
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (turned is null)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        log.LogInformation("Inbox: {Status} to {Address}: {Reason}", turned.Status, context.Connection.RemoteIpAddress, turned.Reason);
        context.Response.StatusCode = turned.Status;
        if (turned.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        await context.Response.WriteAsJsonAsync(new { status = turned.Status, detail = turned.Reason }, options: null, contentType: "application/problem+json");
    }

    private async Task<TurnedAway?> AdmitAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > LargestBody)
        {
            return TooLarge(context);
        }

        if (!IsActivity(request.ContentType))
        {
            return new(StatusCodes.Status415UnsupportedMediaType, "Send application/activity+json.");
        }

        if (await ReadBodyAsync(request, context.RequestAborted) is not { } body)
        {
            return TooLarge(context);
        }

        var signed = new SignedRequest(
            request.Method, request.Scheme, request.Host.Value ?? "", context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path.Value ?? "/", Fields(request), body);
        if (RequestVerification.Read(signed, out var unsigned) is not { } claimed)
        {
            return Unproven(unsigned.Reason);
        }

        if (!ActivityDocument.TryRead(body, out var activity, out var problem))
        {
            return new(StatusCodes.Status400BadRequest, $"The body is no activity: {problem}.");
        }

        if (Disagreement(activity, claimed) is { } disagreement)
        {
            return disagreement;
        }

        return await VerifyAsync(activity, signed, claimed, body, context.RequestAborted);
    }

    private TurnedAway? Disagreement(Activity activity, ClaimedSignature claimed)
    {
        if (WebAddress.HostOf(activity.ActorId) is not { } host || instance.IsOurs(activity.ActorId))
        {
            return new(StatusCodes.Status403Forbidden, "The actor is not one that could send this.");
        }

        if (!WebAddress.SameHost(claimed.KeyId, activity.ActorId))
        {
            return Unproven("The signature is of another host than the actor.");
        }

        // Some software sends no id; a foreign one would name what is not the actor's (FEP-fe34).
        if (activity.Id is not null && !WebAddress.SameHost(activity.Id, activity.ActorId))
        {
            return new(StatusCodes.Status403Forbidden, "The activity's id is of another host than its actor.");
        }

        return IsRefused(host) ? new(StatusCodes.Status403Forbidden, "This server takes nothing from that domain.") : null;
    }

    private async Task<TurnedAway?> VerifyAsync(Activity activity, SignedRequest signed, ClaimedSignature claimed, byte[] body, CancellationToken cancel)
    {
        if (RequestVerification.CheckPolicy(signed, claimed, time.GetUtcNow()) is { IsValid: false } policy)
        {
            return Unproven(policy.Reason);
        }

        var aboutItself = (activity is Delete { IsOfActorItself: true }) || (activity is Update update && string.Equals(update.Object.Id, update.ActorId, StringComparison.Ordinal));
        switch (await keys.FindAsync(claimed.KeyId, activity.ActorId, fetch: !aboutItself, cancel))
        {
            case KeyAnswer.Found { Key: var key }:
                var verdict = RequestVerification.CheckSignature(signed, claimed, key.Key);
                if (verdict.Outcome == RequestOutcome.WrongSignature && await keys.RefreshAsync(key, cancel) is { } fresh)
                {
                    verdict = RequestVerification.CheckSignature(signed, claimed, fresh.Key);
                }

                if (!verdict.IsValid)
                {
                    return Unproven(verdict.Reason);
                }

                await journal.AppendAsync(activity, activity.ActorId, body, signed.BodySha256);
                return null;
            case KeyAnswer.Unknown when aboutItself:
                // Deletes of actors reach every server; who never knew the actor has nothing to fetch and nothing to do (Mastodon does the same).
                return null;
            case KeyAnswer.Unreachable unreachable:
                return new(StatusCodes.Status503ServiceUnavailable, unreachable.Reason);
            case KeyAnswer.Unknown unknown:
                return Unproven(unknown.Reason);
            default:
                return Unproven("The key could not be found.");
        }
    }

    private bool IsRefused(string host)
    {
        var name = host.Split(':')[0];
        foreach (var domain in options.RefusedDomains)
        {
            if (name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static TurnedAway Unproven(string reason) => new(StatusCodes.Status401Unauthorized, reason);

    private static TurnedAway TooLarge(HttpContext context)
    {
        // What is left of the body is not read.
        context.Response.Headers.Connection = "close";
        return new(StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"At most {LargestBody} bytes are taken."));
    }

    private static bool IsActivity(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Value?.ToLowerInvariant() is "application/activity+json" or "application/ld+json" or "application/json";

    private static List<HttpField> Fields(HttpRequest request)
    {
        var fields = new List<HttpField>(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                fields.Add(new(name, value ?? ""));
            }
        }

        return fields;
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength is { } length)
        {
            var exact = new byte[length];
            await request.Body.ReadExactlyAsync(exact, cancel);
            return exact;
        }

        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (whole.Length + read > LargestBody)
            {
                return null;
            }

            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }

    private sealed record TurnedAway(int Status, string Reason);
}
