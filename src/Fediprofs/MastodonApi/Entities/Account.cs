using System.Text.Json.Serialization;

namespace Fediprofs.MastodonApi.Entities;

/// <summary>https://docs.joinmastodon.org/entities/Account/</summary>
internal sealed record Account
{
    public required long Id { get; init; }

    public required string Username { get; init; }

    public required string Acct { get; init; }

    public required string DisplayName { get; init; }

    public required bool Locked { get; init; }

    public required bool Bot { get; init; }

    public required bool Discoverable { get; init; }

    public required bool Indexable { get; init; }

    public required bool Noindex { get; init; }

    public required bool Group { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Note { get; init; }

    public required string Url { get; init; }

    public required string Uri { get; init; }

    public required string Avatar { get; init; }

    public required string AvatarStatic { get; init; }

    public required string AvatarDescription { get; init; }

    public required string Header { get; init; }

    public required string HeaderStatic { get; init; }

    public required string HeaderDescription { get; init; }

    public required int FollowersCount { get; init; }

    public required int FollowingCount { get; init; }

    public required int StatusesCount { get; init; }

    public required DateOnly? LastStatusAt { get; init; }

    public required bool HideCollections { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suspended { get; init; }

    public required IReadOnlyList<CustomEmoji> Emojis { get; init; }

    public required IReadOnlyList<Field> Fields { get; init; }
}

/// <summary>https://docs.joinmastodon.org/entities/Account/#Field</summary>
internal sealed record Field(string Name, string Value, DateTimeOffset? VerifiedAt);

/// <summary>https://docs.joinmastodon.org/entities/CustomEmoji/</summary>
internal sealed record CustomEmoji(string Shortcode, string Url, string StaticUrl, bool VisibleInPicker);

/// <summary>What a CredentialAccount has besides an Account: https://docs.joinmastodon.org/entities/Account/#CredentialAccount</summary>
internal sealed record Credential(Source Source, Role Role);

/// <summary>https://docs.joinmastodon.org/entities/Account/#source</summary>
internal sealed record Source
{
    public required string Privacy { get; init; }

    public required bool Sensitive { get; init; }

    public required string? Language { get; init; }

    public required string Note { get; init; }

    public required IReadOnlyList<Field> Fields { get; init; }

    public required int FollowRequestsCount { get; init; }

    public required bool HideCollections { get; init; }

    public required bool Discoverable { get; init; }

    public required bool Indexable { get; init; }

    public required IReadOnlyList<string> AttributionDomains { get; init; }
}

/// <summary>https://docs.joinmastodon.org/entities/Role/</summary>
internal sealed record Role(long Id, string Name, string Color, string Permissions, bool Highlighted);
