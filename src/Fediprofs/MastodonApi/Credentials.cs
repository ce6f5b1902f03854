using System.Globalization;
using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;
using Marten;

namespace Fediprofs.MastodonApi;

/// <summary>The reader's own account: verify_credentials, update_credentials, preferences.</summary>
internal sealed class Credentials(
    AccountParts parts, AccountLookup accounts, AccountChanging changing, AccountSettings settings, RelationshipQueries relationships, IDocumentStore store,
    RenderedChanges rendered)
{
    public void Map(ApiMap api)
    {
        api.Get("/api/v1/accounts/verify_credentials", ShowAsync).RequireScope("read:accounts", "profile");
        api.Patch("/api/v1/accounts/update_credentials", UpdateAsync).RequireScope("write:accounts");
        api.Get("/api/v1/preferences", PreferencesAsync).RequireScope("read:accounts");
    }

    private async Task ShowAsync(HttpContext http, long reader)
    {
        if (await parts.OneAsync(reader, http.RequestAborted) is not { } account || await accounts.ByIdAsync(reader, http.RequestAborted) is not { } entry)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        // The profile as written stands in the account's stream; rows hold what is shown of it.
        await using var session = store.QuerySession();
        var profile = (await session.Events.AggregateStreamAsync<Domain.Accounts.Account>(Domain.Accounts.Account.StreamOf(reader), token: http.RequestAborted))?.Profile ?? new();
        var defaults = await settings.PostingAsync(reader, http.RequestAborted);
        var credential = new Credential(
            new Source
            {
                Privacy = MastodonWords.Of((Visibility)defaults.Visibility),
                Sensitive = false,
                Language = defaults.Language,
                Note = profile.Summary,
                Fields = [.. profile.Fields.Select(f => new Field(f.Name, f.Value, VerifiedAt: null))],
                FollowRequestsCount = await relationships.RequestCountAsync(reader, http.RequestAborted),
                HideCollections = profile.HidesCollections,
                Discoverable = profile.Discoverable,
                Indexable = profile.Indexable,
                AttributionDomains = [],
            },
            RoleOf(entry.Role));
        using var json = new JsonBuffer();
        json.Write(account.Json.AsSpan()[..^1]);
        json.Write(","u8);
        json.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(credential, EntityJson.Relaxed.Credential).AsSpan()[1..]);
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

    // https://docs.joinmastodon.org/entities/Role/#permission-flags: 1 administrator, 16 reports, 1024 users; -99 is everybody.
    private static Role RoleOf(AccountRole role) => role switch
    {
        AccountRole.Admin => new(3, "Admin", "", "1", Highlighted: true),
        AccountRole.Moderator => new(1, "Moderator", "", (16 + 1024).ToString(CultureInfo.InvariantCulture), Highlighted: true),
        _ => new(-99, "", "", "0", Highlighted: false),
    };
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
