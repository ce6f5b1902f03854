using System.Text.Json.Serialization;

namespace Fediprofs.MastodonApi.Entities;

/// <summary>https://docs.joinmastodon.org/entities/Error/</summary>
internal sealed record Error(
    [property: JsonPropertyName("error")] string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, ErrorDetail[]>? Details);

/// <summary>What is wrong with one field.</summary>
/// <param name="Error">ERR_BLANK, ERR_TOO_LONG, ERR_INVALID …</param>
/// <param name="Description">In words.</param>
internal sealed record ErrorDetail(string Error, string Description);

/// <summary>https://docs.joinmastodon.org/entities/Tag/</summary>
internal sealed record Tag(string Id, string Name, string Url, IReadOnlyList<TagHistory> History);

/// <summary>https://docs.joinmastodon.org/entities/Tag/#history</summary>
internal sealed record TagHistory(string Day, string Uses, string Accounts);

/// <summary>What a notification has besides its <c>account</c> and <c>status</c>: https://docs.joinmastodon.org/entities/Notification/</summary>
internal sealed record NotificationHead(long Id, string Type, DateTimeOffset CreatedAt, string GroupKey);

/// <summary>https://docs.joinmastodon.org/entities/Preferences/</summary>
internal sealed record Preferences(
    [property: JsonPropertyName("posting:default:visibility")] string Visibility,
    [property: JsonPropertyName("posting:default:sensitive")] bool Sensitive,
    [property: JsonPropertyName("posting:default:language")] string? Language,
    [property: JsonPropertyName("reading:expand:media")] string ExpandMedia,
    [property: JsonPropertyName("reading:expand:spoilers")] bool ExpandSpoilers);
