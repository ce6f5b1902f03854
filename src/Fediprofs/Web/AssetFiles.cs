using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Fediprofs.Web;

/// <summary>The style sheet and the images, embedded in the assembly. Addresses carry a digest, so that they may be kept for ever.</summary>
public sealed class AssetFiles
{
    private const string Prefix = "assets/";

    private readonly FrozenDictionary<string, (byte[] Bytes, string Type, string Version)> files = Read();

    /// <summary>The address of an asset with its version: <c>/assets/fediprofs.css?v=1a2b3c4d</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public string this[string name] => $"/{Prefix}{name}?v={files[name].Version}";

    /// <summary>Maps the assets, and the icon browsers ask for by themselves.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (name, file) in files)
        {
            var etag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Version}\"");
            endpoints.MapGet("/" + Prefix + name, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = context.Request.Query["v"] == file.Version
                    ? "public, max-age=31536000, immutable"
                    : "public, max-age=300";
                return TypedResults.File(file.Bytes, file.Type, entityTag: etag);
            });
        }

        endpoints.MapGet("/favicon.ico", () => TypedResults.Redirect(this["favicon.svg"]));
    }

    private static FrozenDictionary<string, (byte[], string, string)> Read()
    {
        var assembly = typeof(AssetFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(r => r[Prefix.Length..], r =>
            {
                using var stream = assembly.GetManifestResourceStream(r)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                var type = r.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "image/svg+xml";
                return (bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..8]);
            });
    }
}
