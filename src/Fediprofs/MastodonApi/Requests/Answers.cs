using System.Text.Json.Serialization.Metadata;
using Fediprofs.MastodonApi.Rendering;

namespace Fediprofs.MastodonApi.Requests;

/// <summary>Sends answers: one buffer each, with its length.</summary>
internal static class Answers
{
    public static async Task SendAsync(this HttpContext http, JsonBuffer json, int status = StatusCodes.Status200OK)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "private, no-store";
        response.ContentLength = json.Written.Length;
        await response.BodyWriter.WriteAsync(json.Written, http.RequestAborted);
    }

    public static async Task SendAsync<T>(this HttpContext http, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        using var json = new JsonBuffer();
        json.Write(value, type);
        await http.SendAsync(json, status);
    }

    /// <summary>An empty object: what Mastodon answers when there is nothing to say.</summary>
    public static async Task SendEmptyAsync(this HttpContext http)
    {
        using var json = new JsonBuffer(16);
        json.Write("{}"u8);
        await http.SendAsync(json);
    }
}
