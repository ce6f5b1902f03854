using System.Text.Json;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Fediprofs.MastodonApi.Entities;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>An account as bytes.</summary>
/// <param name="Json">The whole Account object.</param>
/// <param name="Available">Neither suspended nor gone.</param>
/// <param name="Gone">For ever.</param>
/// <param name="HidesCollections">Followers and following are not shown.</param>
internal sealed record RenderedAccount(byte[] Json, bool Available, bool Gone, bool HidesCollections);

/// <summary>Accounts as bytes, by actor.</summary>
internal sealed class AccountParts(ActorLookup actors, InstanceUris uris) : Kept<long, RenderedAccount>(capacity: 8000)
{
    protected override async Task<Dictionary<long, RenderedAccount>> ReadAsync(IReadOnlyList<long> keys, CancellationToken cancel) =>
        (await actors.ByIdsAsync(keys, cancel)).ToDictionary(a => a.Key, a => Render(a.Value));

    private RenderedAccount Render(ActorRow actor)
    {
        var available = actor.SuspendedAt is null && actor.DeletedAt is null;
        return new(
            JsonSerializer.SerializeToUtf8Bytes(Entity(available ? actor : Blank(actor)), EntityJson.Relaxed.Account),
            available, actor.DeletedAt is not null, actor.HidesCollections);
    }

    // Mastodon 4.6: of a suspended account only the name is left.
    private static ActorRow Blank(ActorRow actor) => actor with
    {
        DisplayName = "", Summary = "", Fields = [], Emojis = [], AvatarUrl = null, HeaderUrl = null, AvatarAlt = null, HeaderAlt = null,
    };

    private Account Entity(ActorRow actor)
    {
        var avatar = actor.AvatarUrl ?? uris.PublicUrl + MissingPictures.AvatarPath;
        var header = actor.HeaderUrl ?? uris.PublicUrl + MissingPictures.HeaderPath;
        return new Account
        {
            Id = actor.Id,
            Username = actor.Username,
            Acct = actor.Acct,
            DisplayName = actor.DisplayName,
            Locked = actor.Locked,
            Bot = actor.Kind is ActorKind.Service or ActorKind.Application,
            Discoverable = actor.Discoverable,
            Indexable = actor.Indexable,
            Noindex = !actor.Indexable,
            Group = actor.Kind == ActorKind.Group,
            // Mastodon tells the day only.
            CreatedAt = new DateTimeOffset(actor.CreatedAt.UtcDateTime.Date, TimeSpan.Zero),
            Note = actor.Summary,
            Url = actor.Url ?? actor.Uri,
            Uri = actor.Uri,
            Avatar = avatar,
            AvatarStatic = avatar,
            AvatarDescription = actor.AvatarAlt ?? "",
            Header = header,
            HeaderStatic = header,
            HeaderDescription = actor.HeaderAlt ?? "",
            FollowersCount = actor.FollowersCount,
            FollowingCount = actor.FollowingCount,
            StatusesCount = actor.StatusesCount,
            LastStatusAt = actor.LastPostAt is { } last ? DateOnly.FromDateTime(last.UtcDateTime) : null,
            HideCollections = actor.HidesCollections,
            Suspended = actor.SuspendedAt is not null || actor.DeletedAt is not null,
            Emojis = MastodonWords.Of(actor.Emojis),
            Fields = [.. actor.Fields.Select(f => new Field(f.Name, f.Value, VerifiedAt: null))],
        };
    }
}
