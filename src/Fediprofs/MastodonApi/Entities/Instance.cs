using System.Text.Json.Serialization;

namespace Fediprofs.MastodonApi.Entities;

/// <summary>https://docs.joinmastodon.org/entities/Instance/</summary>
internal sealed record Instance
{
    public required string Domain { get; init; }

    public required string Title { get; init; }

    public required string Version { get; init; }

    public required string SourceUrl { get; init; }

    public required string Description { get; init; }

    public required InstanceUsage Usage { get; init; }

    public required InstanceThumbnail Thumbnail { get; init; }

    public required IReadOnlyList<InstanceIcon> Icon { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required InstanceConfiguration Configuration { get; init; }

    public required InstanceRegistrations Registrations { get; init; }

    public required InstanceApiVersions ApiVersions { get; init; }

    public required InstanceContact Contact { get; init; }

    public IReadOnlyList<object> Rules { get; init; } = [];
}

internal sealed record InstanceUsage(ActiveUsers Users);

internal sealed record ActiveUsers(int ActiveMonth);

internal sealed record InstanceThumbnail(string Url, string? Description);

internal sealed record InstanceIcon(string Src, string Size);

internal sealed record InstanceApiVersions(int Mastodon, int Fediprofs);

internal sealed record InstanceContact(string Email, object? Account);

internal sealed record InstanceRegistrations(bool Enabled, bool ApprovalRequired, bool ReasonRequired, string? Message);

/// <summary>What clients may count on.</summary>
internal sealed record InstanceConfiguration
{
    public required InstanceUrls Urls { get; init; }

    public required AccountLimits Accounts { get; init; }

    public required StatusLimits Statuses { get; init; }

    public required MediaLimits MediaAttachments { get; init; }

    public required PollLimits Polls { get; init; }

    public required TranslationOffer Translation { get; init; }

    public bool LimitedFederation { get; init; }
}

internal sealed record InstanceUrls(string About, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Streaming);

internal sealed record AccountLimits(
    int MaxFeaturedTags, int MaxPinnedStatuses, int MaxDisplayNameLength, int MaxNoteLength, int MaxProfileFields, int ProfileFieldNameLimit, int ProfileFieldValueLimit);

internal sealed record StatusLimits(int MaxCharacters, int MaxMediaAttachments, int CharactersReservedPerUrl);

internal sealed record MediaLimits(
    IReadOnlyList<string> SupportedMimeTypes, int DescriptionLimit, int ImageSizeLimit, int ImageMatrixLimit, int VideoSizeLimit, int VideoFrameRateLimit, int VideoMatrixLimit);

internal sealed record PollLimits(int MaxOptions, int MaxCharactersPerOption, int MinExpiration, int MaxExpiration);

internal sealed record TranslationOffer(bool Enabled);

/// <summary>https://docs.joinmastodon.org/entities/V1_Instance/</summary>
internal sealed record InstanceV1
{
    public required string Uri { get; init; }

    public required string Title { get; init; }

    public required string ShortDescription { get; init; }

    public required string Description { get; init; }

    public required string Email { get; init; }

    public required string Version { get; init; }

    public required IReadOnlyDictionary<string, string> Urls { get; init; }

    public required InstanceStats Stats { get; init; }

    public required string? Thumbnail { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public bool Registrations { get; init; }

    public bool ApprovalRequired { get; init; }

    public bool InvitesEnabled { get; init; }

    public required InstanceConfiguration Configuration { get; init; }

    public object? ContactAccount { get; init; }

    public IReadOnlyList<object> Rules { get; init; } = [];
}

internal sealed record InstanceStats(int UserCount, int StatusCount, int DomainCount);
