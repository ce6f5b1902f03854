using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>The point of a picture to keep in view when it is cropped (Mastodon's <c>focalPoint</c>).</summary>
/// <param name="X">From -1 (left) to 1 (right).</param>
/// <param name="Y">From -1 (bottom) to 1 (top).</param>
public sealed record FocalPoint(double X, double Y)
{
    internal static FocalPoint? Read(JsonElement json)
    {
        if (json.Member("focalPoint") is not { ValueKind: JsonValueKind.Array } pair || pair.GetArrayLength() != 2)
        {
            return null;
        }

        return pair[0].ValueKind == JsonValueKind.Number && pair[0].TryGetDouble(out var x) && Math.Abs(x) <= 1
            && pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetDouble(out var y) && Math.Abs(y) <= 1
            ? new(x, y)
            : null;
    }
}
