using System.Globalization;
using System.Text.Json;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Relationships;
using Fediprofs.MastodonApi.Entities;
using Marten;

namespace Fediprofs.MastodonApi.Rendering;

/// <summary>What a CredentialAccount has besides an Account, as the members of an object, by account.</summary>
internal sealed class CredentialParts(AccountLookup accounts, AccountSettings settings, RelationshipQueries relationships, IDocumentStore store) : Kept<long, byte[]>(capacity: 2000)
{
    protected override async Task<Dictionary<long, byte[]>> ReadAsync(IReadOnlyList<long> keys, CancellationToken cancel)
    {
        var read = new Dictionary<long, byte[]>();
        foreach (var account in keys)
        {
            if (await accounts.ByIdAsync(account, cancel) is { } entry)
            {
                read[account] = JsonSerializer.SerializeToUtf8Bytes(await EntityAsync(entry, cancel), EntityJson.Relaxed.Credential)[1..^1];
            }
        }

        return read;
    }

    private async Task<Credential> EntityAsync(AccountEntry account, CancellationToken cancel)
    {
        // The profile as written stands in the account's stream; rows hold what is shown of it.
        await using var session = store.QuerySession();
        var stream = Domain.Accounts.Account.StreamOf(account.Id);
        var profile = (await session.Events.AggregateStreamAsync<Domain.Accounts.Account>(stream, token: cancel))?.Profile ?? new();
        var defaults = await settings.PostingAsync(account.Id, cancel);
        return new Credential(
            new Source
            {
                Privacy = MastodonWords.Of((Visibility)defaults.Visibility),
                Sensitive = false,
                Language = defaults.Language,
                Note = profile.Summary,
                Fields = [.. profile.Fields.Select(f => new Field(f.Name, f.Value, VerifiedAt: null))],
                FollowRequestsCount = await relationships.RequestCountAsync(account.Id, cancel),
                HideCollections = profile.HidesCollections,
                Discoverable = profile.Discoverable,
                Indexable = profile.Indexable,
                AttributionDomains = [],
            },
            RoleOf(account.Role));
    }

    // https://docs.joinmastodon.org/entities/Role/#permission-flags: 1 administrator, 16 reports, 1024 users; -99 is everybody.
    private static Role RoleOf(AccountRole role) => role switch
    {
        AccountRole.Admin => new(3, "Admin", "", "1", Highlighted: true),
        AccountRole.Moderator => new(1, "Moderator", "", (16 + 1024).ToString(CultureInfo.InvariantCulture), Highlighted: true),
        _ => new(-99, "", "", "0", Highlighted: false),
    };
}
