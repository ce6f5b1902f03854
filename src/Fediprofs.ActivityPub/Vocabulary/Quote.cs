using System.Text.Json;

namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>The post that a post quotes.</summary>
/// <param name="Id">Id of the quoted post.</param>
/// <param name="AuthorizationId">Id of the stamp by which its author consents (FEP-044f); to be fetched and checked.</param>
/// <param name="AsksConsent">False for the old forms (<c>quoteUrl</c>, <c>quoteUri</c>, <c>_misskey_quote</c>), which ask nobody.</param>
public sealed record Quote(string Id, string? AuthorizationId, bool AsksConsent)
{
    internal static Quote? Read(JsonElement json)
    {
        if (json.Iri("quote") is { } id)
        {
            return new(id, json.Iri("quoteAuthorization"), true);
        }

        var old = json.Iri("quoteUri") ?? json.Iri("quoteUrl") ?? json.Iri("_misskey_quote");
        return old is null ? null : new(old, null, false);
    }
}
