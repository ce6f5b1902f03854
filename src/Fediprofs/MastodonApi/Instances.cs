using System.Reflection;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/instance/ and the custom emoji, of which this server has none.</summary>
internal sealed class Instances(InstanceSettings settings, InstanceUris uris, AccountLookup accounts, ActorLookup actors, TimeProvider time)
{
    /// <summary>The version of Mastodon's API whose methods and entities these are.</summary>
    public const string MastodonVersion = "4.6.0";

    private const int MastodonApiVersion = 7;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // Counted at most every half minute: monitors and clients ask at each start.
    private volatile Kept? kept;

    public void Map(ApiMap api)
    {
        api.Get("/api/v2/instance", async (http, _) => await SendAsync(http, (await KeptAsync(http.RequestAborted)).V2));
        api.Get("/api/v1/instance", async (http, _) => await SendAsync(http, (await KeptAsync(http.RequestAborted)).V1));
        api.Get("/api/v1/instance/peers", PeersAsync);
        api.Get("/api/v1/custom_emojis", async (http, _) => await http.SendAsync<IReadOnlyList<string>>([], EntityJson.Relaxed.IReadOnlyListString));
    }

    private static string Version =>
        $"{MastodonVersion} (compatible; Fediprofs {typeof(Instances).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]})";

    private static async Task SendAsync(HttpContext http, byte[] bytes)
    {
        using var json = new JsonBuffer();
        json.Write(bytes);
        await http.SendAsync(json);
    }

    private async Task PeersAsync(HttpContext http, long reader) =>
        await http.SendAsync(await actors.PeersAsync(http.RequestAborted), EntityJson.Relaxed.IReadOnlyListString);

    private async ValueTask<Kept> KeptAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (kept is { } known && now - known.At < Fresh)
        {
            return known;
        }

        var (people, posts) = await accounts.CountsAsync(cancel);
        var active = await accounts.ActiveSinceAsync(now - Month, cancel);
        var peers = await actors.PeersAsync(cancel);
        return kept = new(
            now,
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(V2(active), EntityJson.Relaxed.Instance),
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(V1(people, posts, peers.Count), EntityJson.Relaxed.InstanceV1));
    }

    private Instance V2(int active) => new()
    {
        Domain = settings.Domain,
        Title = settings.Name,
        Version = Version,
        // The pages offer the source (AGPL-3.0, section 13).
        SourceUrl = uris.PublicUrl + "/",
        Description = settings.Description,
        Usage = new(new(active)),
        Thumbnail = new(Logo, null),
        Icon = [new(uris.PublicUrl + MissingPictures.AvatarPath, "128x128")],
        Languages = ["fr"],
        Configuration = Configuration,
        Registrations = new(Enabled: false, ApprovalRequired: false, ReasonRequired: false, Message: null),
        ApiVersions = new(MastodonApiVersion, Fediprofs: 1),
        Contact = new("", null),
    };

    private InstanceV1 V1(int people, long posts, int peers) => new()
    {
        Uri = settings.Domain,
        Title = settings.Name,
        ShortDescription = settings.Description,
        Description = settings.Description,
        Email = "",
        Version = Version,
        // Clients of the first version of this method count on an address.
        Urls = new Dictionary<string, string> { ["streaming_api"] = "ws" + uris.PublicUrl["http".Length..] },
        Stats = new(people, (int)Math.Min(posts, int.MaxValue), peers),
        Thumbnail = Logo,
        Languages = ["fr"],
        Configuration = Configuration,
    };

    private string Logo => uris.PublicUrl + "/assets/logo.svg";

    private InstanceConfiguration Configuration => new()
    {
        Urls = new(uris.PublicUrl + "/", Streaming: null),
        Accounts = new(
            MaxFeaturedTags: 0, MaxPinnedStatuses: 0, ProfileLimits.DisplayName, ProfileLimits.Note, ProfileLimits.Fields, ProfileLimits.FieldName, ProfileLimits.FieldValue),
        Statuses = new(PostText.Longest, MaxMediaAttachments: 0, CharactersReservedPerUrl: 23),
        MediaAttachments = new([], DescriptionLimit: 1500, ImageSizeLimit: 0, ImageMatrixLimit: 0, VideoSizeLimit: 0, VideoFrameRateLimit: 0, VideoMatrixLimit: 0),
        Polls = new(MaxOptions: 0, MaxCharactersPerOption: 0, MinExpiration: 0, MaxExpiration: 0),
        Translation = new(Enabled: false),
    };

    private sealed record Kept(DateTimeOffset At, byte[] V2, byte[] V1);
}
