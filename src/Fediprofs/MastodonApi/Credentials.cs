using System.Globalization;
using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>The reader's own account: verify_credentials, update_credentials, preferences.</summary>
internal sealed class Credentials(AccountParts accounts, CredentialParts own, AccountChanging changing, AccountSettings settings, RenderedChanges rendered)
{
    public void Map(ApiMap api)
    {
        api.Get("/api/v1/accounts/verify_credentials", ShowAsync).RequireScope("read:accounts", "profile");
        api.Patch("/api/v1/accounts/update_credentials", UpdateAsync).RequireScope("write:accounts");
        api.Get("/api/v1/preferences", PreferencesAsync).RequireScope("read:accounts");
    }

    private async Task ShowAsync(HttpContext http, long reader)
    {
        if (await accounts.OneAsync(reader, http.RequestAborted) is not { } account || await own.OneAsync(reader, http.RequestAborted) is not { } credential)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        using var json = new JsonBuffer();
        json.Write(account.Json.AsSpan()[..^1]);
        json.Write(","u8);
        json.Write(credential);
        json.Write("}"u8);
        await http.SendAsync(json);
    }

    private async Task UpdateAsync(HttpContext http, long reader)
    {
        if (await Fields.ReadAsync(http) is not { } fields)
        {
            await http.MalformedAsync();
            return;
        }

        if (fields.HasFiles)
        {
            await http.InvalidAsync("avatar", "Pictures", "ERR_INVALID", "cannot be uploaded to this server yet");
            return;
        }

        if (ProfileLimits.Problem(fields) is var (field, words, problem))
        {
            await http.InvalidAsync(field, words, "ERR_TOO_LONG", problem);
            return;
        }

        if (fields.Text("source[privacy]") is { Length: > 0 } privacy && MastodonWords.ToVisibility(privacy) is null)
        {
            await http.InvalidAsync("source[privacy]", "Privacy", "ERR_INCLUSION", "is not included in the list");
            return;
        }

        var pairs = fields.Pairs("fields_attributes", "name", "value");
        var changed = await changing.ProfileAsync(
            reader,
            profile => profile with
            {
                DisplayName = fields.Text("display_name")?.Trim() ?? profile.DisplayName,
                Summary = fields.Text("note") ?? profile.Summary,
                Locked = fields.Flag("locked") ?? profile.Locked,
                Bot = fields.Flag("bot") ?? profile.Bot,
                Discoverable = fields.Flag("discoverable") ?? profile.Discoverable,
                Indexable = fields.Flag("indexable") ?? profile.Indexable,
                HidesCollections = fields.Flag("hide_collections") ?? profile.HidesCollections,
                Fields = pairs is null ? profile.Fields : [.. pairs.Where(p => p.First.Length > 0 || p.Second.Length > 0).Select(p => new ProfileField(p.First, p.Second))],
            },
            http.RequestAborted);
        if (changed.Refused)
        {
            await http.RefuseAsync(changed.Refusal!.Value);
            return;
        }

        if (fields.Has("source[privacy]") || fields.Has("source[language]"))
        {
            var defaults = await settings.PostingAsync(reader, http.RequestAborted);
            await settings.SetPostingAsync(
                reader,
                new(
                    fields.Text("source[privacy]") is { Length: > 0 } word ? (short)MastodonWords.ToVisibility(word)!.Value : defaults.Visibility,
                    fields.Has("source[language]") ? fields.Text("source[language]") is { Length: > 0 } language ? language : null : defaults.Language),
                http.RequestAborted);
        }

        rendered.Apply(new(ChangeKind.ActorChanged, reader));
        await ShowAsync(http, reader);
    }

    private async Task PreferencesAsync(HttpContext http, long reader)
    {
        var defaults = await settings.PostingAsync(reader, http.RequestAborted);
        await http.SendAsync(
            new Preferences(MastodonWords.Of((Visibility)defaults.Visibility), Sensitive: false, defaults.Language, "default", ExpandSpoilers: false),
            EntityJson.Relaxed.Preferences);
    }
}

/// <summary>How long the parts of a profile may be (Mastodon 4.6).</summary>
internal static class ProfileLimits
{
    public const int DisplayName = 30;
    public const int Note = 500;
    public const int Fields = 4;
    public const int FieldName = 255;
    public const int FieldValue = 255;

    /// <summary>What is too long, if anything.</summary>
    public static (string Field, string Words, string Problem)? Problem(Fields fields)
    {
        var pairs = fields.Pairs("fields_attributes", "name", "value") ?? [];
        return Letters(fields.Text("display_name")) > DisplayName ? ("display_name", "Display name", $"is too long (maximum is {DisplayName} characters)")
            : Letters(fields.Text("note")) > Note ? ("note", "Note", $"is too long (maximum is {Note} characters)")
            : pairs.Count(p => p.First.Length > 0 || p.Second.Length > 0) > Fields ? ("fields_attributes", "Fields", $"are too many (maximum is {Fields})")
            : pairs.Any(p => Letters(p.First) > FieldName || Letters(p.Second) > FieldValue) ? ("fields_attributes", "Fields", $"are too long (maximum is {FieldValue} characters)")
            : null;
    }

    private static int Letters(string? text) => text is null ? 0 : new StringInfo(text).LengthInTextElements;
}
