using System.Security.Cryptography;

namespace Fediprofs.Federation.Documents;

/// <summary>A document as it is served: bytes, media type, and an entity tag made from the bytes.</summary>
internal sealed class Served(byte[] bytes, string mediaType, int status = StatusCodes.Status200OK)
{
    public const string Activity = "application/activity+json; charset=utf-8";

    public byte[] Bytes { get; } = bytes;

    public string MediaType { get; } = mediaType;

    public int Status { get; } = status;

    public string ETag { get; } = $"\"{Convert.ToBase64String(SHA256.HashData(bytes).AsSpan(0, 12))}\"";

    /// <summary>Extra headers of this kind of document.</summary>
    public Action<IHeaderDictionary>? Headers { get; init; }

    /// <summary>How long anybody may keep it, in seconds; 0: for this asker alone.</summary>
    public int MaxAge { get; init; } = 60;

    public static Served Document(byte[] bytes) => new(bytes, Activity);

    /// <summary>Writes it, or 304 when the asker has it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = ETag;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = MaxAge == 0 ? "private, no-store" : CacheFor(MaxAge);
        Headers?.Invoke(response.Headers);
        if (Status == StatusCodes.Status200OK && request.Headers.IfNoneMatch.Count > 0 && request.Headers.IfNoneMatch.ToString().Contains(ETag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = Bytes.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(Bytes, context.RequestAborted).AsTask();
    }

    private static string CacheFor(int seconds) => seconds == 60 ? "public, max-age=60" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"public, max-age={seconds}");
}
