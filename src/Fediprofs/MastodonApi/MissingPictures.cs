namespace Fediprofs.MastodonApi;

/// <summary>The pictures of an account that has none: clients count on an address.</summary>
internal static class MissingPictures
{
    public const string AvatarPath = "/avatars/original/missing.png";
    public const string HeaderPath = "/headers/original/missing.png";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (path, resource) in new[] { (AvatarPath, "mastodon-api/avatar.png"), (HeaderPath, "mastodon-api/header.png") })
        {
            var bytes = Read(resource);
            endpoints.MapGet(path, async (HttpContext http) =>
            {
                http.Response.ContentType = "image/png";
                http.Response.ContentLength = bytes.Length;
                http.Response.Headers.CacheControl = "public, max-age=604800";
                await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
            });
        }
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(MissingPictures).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
