using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Fediprofs.Domain.Remote;

/// <summary>
/// The one way out to other servers: public addresses only, checked on the connection itself, HTTPS only, each redirect looked at,
/// little time and few bytes (Mastodon 4.6, <c>app/lib/request.rb</c>). One per instance, for its lifetime; safe for concurrent use.
/// Stores nothing; whatever goes wrong with a peer is a result, not an exception.
/// </summary>
public sealed class GuardedHttpClient : IDisposable
{
    private readonly RemoteOptions options;
    private readonly IRequestSigner signer;
    private readonly TimeProvider time;
    private readonly string userAgent;
    private readonly HttpMessageInvoker guarded;
    private readonly HttpMessageInvoker open;

    /// <param name="options">Who we are, and the limits.</param>
    /// <param name="signer">Signs every fetch as the instance's actor.</param>
    /// <param name="time">Clock of the time limit and of <c>Retry-After</c>.</param>
    /// <param name="resolve">Asked for the addresses of names; null: the system's resolver.</param>
    public GuardedHttpClient(RemoteOptions options, IRequestSigner signer, TimeProvider time, HostResolver? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.options, this.signer, this.time) = (options, signer, time);
        userAgent = $"Fediprofs/0.1 (+{options.PublicUrl.TrimEnd('/')}/)";
        resolve ??= Dns.GetHostAddressesAsync;
        guarded = new(GuardedConnections.Create(options, open: false, resolve));
        open = new(GuardedConnections.Create(options, open: true, resolve));
    }

    /// <summary>Fetches a document by a signed GET; redirects are followed, each hop checked and signed anew.</summary>
    /// <param name="url">Absolute address; a fragment is not sent.</param>
    /// <param name="accept">Which kind of document.</param>
    /// <param name="ct">Cancels; only this throws <see cref="OperationCanceledException"/>.</param>
    public async Task<FetchResult> FetchDocumentAsync(string url, Accept accept, CancellationToken ct = default)
    {
        var (address, refusal) = Check(url);
        if (address is null)
        {
            return new FetchResult.Refused(refusal, url);
        }

        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            for (var hop = 0; ; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                Add(request, "Accept", accept.Header());
                Sign(request, signer.Sign(HttpMethod.Get, address, null));
                using var response = await SendAsync(request, both.Token);
                if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                    or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                {
                    // Not yet redirected: the address as it was given, since ids are compared byte for byte.
                    return await ReadAsync(response, hop == 0 ? url.Split('#')[0] : address.AbsoluteUri, accept, both.Token);
                }

                if (hop == options.MaxRedirects || response.Headers.Location is not { } location || !Uri.TryCreate(address, location, out var next))
                {
                    return new FetchResult.Refused(RemoteRefusal.Redirects, $"{url} redirects too often or nowhere");
                }

                if (address.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
                {
                    return new FetchResult.Refused(RemoteRefusal.Plaintext, $"{url} redirects to {next}");
                }

                (var checkedNext, refusal) = Check(next);
                if (checkedNext is null)
                {
                    return new FetchResult.Refused(refusal, $"{url} redirects to {next}");
                }

                address = checkedNext;
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (Exception failure) when (Explain(failure) is { } why)
        {
            return why.Refused ? new FetchResult.Refused(RemoteRefusal.Address, why.Detail) : new FetchResult.Unreachable(why.Detail, null);
        }
    }

    /// <summary>Posts an activity that its sender has signed. Redirects are not followed; the answer's body is not read.</summary>
    /// <param name="inbox">Absolute address.</param>
    /// <param name="body">Exact bytes that were signed.</param>
    /// <param name="headers">The signature's fields; <c>Content-Type</c> is <c>application/activity+json</c> unless among them.</param>
    /// <param name="ct">Cancels; only this throws <see cref="OperationCanceledException"/>.</param>
    public async Task<PostResult> PostActivityAsync(string inbox, ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken ct = default)
    {
        var (address, refusal) = Check(inbox);
        if (address is null)
        {
            return new PostResult.Refused(refusal, inbox);
        }

        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
            Sign(request, headers);
            if (request.Content.Headers.ContentType is null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/activity+json");
            }

            using var response = await SendAsync(request, both.Token);
            return new PostResult.Answered((int)response.StatusCode, RetryAfter(response));
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (Exception failure) when (Explain(failure) is { } why)
        {
            return why.Refused ? new PostResult.Refused(RemoteRefusal.Address, why.Detail) : new PostResult.Unreachable(why.Detail);
        }
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        guarded.Dispose();
        open.Dispose();
    }

    internal static bool IsTemporary(int status) => status is 408 or 429 or >= 500;

    private (Uri? Address, RemoteRefusal Refusal) Check(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) ? Check(address) : (null, RemoteRefusal.Url);

    private (Uri? Address, RemoteRefusal Refusal) Check(Uri address)
    {
        var https = address.Scheme == Uri.UriSchemeHttps;
        if ((!https && address.Scheme != Uri.UriSchemeHttp) || address.UserInfo.Length > 0 || !HasName(address))
        {
            return (null, RemoteRefusal.Url);
        }

        if (!https && !options.DevelopmentDomains.Allow(address))
        {
            return (null, RemoteRefusal.Plaintext);
        }

        return (address.Fragment.Length == 0 ? address : new Uri(address.GetLeftPart(UriPartial.Query)), default);
    }

    private static bool HasName(Uri address)
    {
        try
        {
            return address.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            // A host that has no form in DNS (RFC 5891).
            return false;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        Add(request, "User-Agent", userAgent);
        return (options.DevelopmentDomains.Allow(request.RequestUri!) ? open : guarded).SendAsync(request, ct);
    }

    private static void Sign(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            Add(request, name, value);
        }
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        // .NET files a few fields (Content-Type, Content-Length) under the content.
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async Task<FetchResult> ReadAsync(HttpResponseMessage response, string address, Accept accept, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case 200:
                break;
            case 404:
                return new FetchResult.NotFound();
            case 410:
                return new FetchResult.Gone();
            default:
                return IsTemporary(status)
                    ? new FetchResult.Unreachable($"{address} answered {status}", RetryAfter(response))
                    : new FetchResult.Refused(RemoteRefusal.Status, $"{address} answered {status}");
        }

        var type = response.Content.Headers.ContentType;
        if (!accept.Takes(type))
        {
            return new FetchResult.Refused(RemoteRefusal.MediaType, $"{address} is {type?.ToString() ?? "of no media type"}");
        }

        if (response.Content.Headers.ContentLength > options.MaxResponseBytes
            || await ReadBodyAsync(response.Content, ct) is not { } bytes)
        {
            return new FetchResult.Refused(RemoteRefusal.TooLarge, $"{address} is larger than {options.MaxResponseBytes} bytes");
        }

        return new FetchResult.Document(bytes, address, type!.ToString());
    }

    /// <summary>The whole body, or null as soon as it is larger than is read, whatever its length was said to be.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, ct)) > 0)
            {
                if (body.Length + read > options.MaxResponseBytes)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>What a failure says about the peer; null for a bug of ours.</summary>
    private static (bool Refused, string Detail)? Explain(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressRefusedException:
                    return (true, cause.Message);
                case SocketException { SocketErrorCode: var code }:
                    return (false, $"no connection: {code}");
                case AuthenticationException:
                    return (false, $"no secure connection: {cause.Message}");
            }
        }

        return failure switch
        {
            OperationCanceledException => (false, "no answer in time"),
            HttpRequestException or IOException => (false, $"no answer: {failure.Message}"),
            _ => null,
        };
    }
}
