using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>A file attached to a post: picture, sound, video or document.</summary>
/// <param name="Type">As sent: Document, Image, Video, Audio.</param>
/// <param name="MediaType">For instance <c>image/jpeg</c>; not to be trusted.</param>
/// <param name="Url">Web address of the file.</param>
/// <param name="Description">Text for those who cannot see or hear it, at most 10,000 characters.</param>
/// <param name="Blurhash">Blurred stand-in, as its BlurHash.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FocalPoint">The point to keep in view when cropped.</param>
public sealed record Attachment(
    string Type,
    string? MediaType,
    string Url,
    string? Description = null,
    string? Blurhash = null,
    int? Width = null,
    int? Height = null,
    FocalPoint? FocalPoint = null)
{
    private const int LongestDescription = 10_000;

    // Files beyond this number are not read.
    private const int Most = 64;

    internal static IReadOnlyList<Attachment> ReadAll(JsonElement json)
    {
        List<Attachment>? attachments = null;
        foreach (var item in json.Each("attachment"))
        {
            if (attachments is { Count: Most })
            {
                break;
            }

            if (Read(item) is { } attachment && (attachments ??= []).TrueForAll(known => known.Url != attachment.Url))
            {
                attachments.Add(attachment);
            }
        }

        return attachments ?? (IReadOnlyList<Attachment>)[];
    }

    private static Attachment? Read(JsonElement json)
    {
        if (!(json.HasType("Document") || json.HasType("Image") || json.HasType("Video") || json.HasType("Audio")))
        {
            return null;
        }

        // The file itself may be one of several links (Pleroma, PeerTube).
        var link = json.Each("url").FirstOrDefault(url => WebAddress.IsWeb(url.Iri()));
        if ((link.Iri() ?? json.Web("href")) is not { } address || !WebAddress.IsWeb(address))
        {
            return null;
        }

        var description = json.MeaningfulText("name") ?? json.MeaningfulText("summary");
        return new Attachment(
            json.Text("type") ?? "Document",
            json.MeaningfulText("mediaType") ?? link.MeaningfulText("mediaType"),
            address,
            Shortened(description),
            json.MeaningfulText("blurhash"),
            json.Size("width") ?? link.Size("width"),
            json.Size("height") ?? link.Size("height"),
            Vocabulary.FocalPoint.Read(json));
    }

    // Never between the halves of a surrogate pair: PostgreSQL refuses what is left.
    private static string? Shortened(string? text) =>
        text is not { Length: > LongestDescription } ? text
        : text[..(char.IsHighSurrogate(text[LongestDescription - 1]) ? LongestDescription - 1 : LongestDescription)];
}
