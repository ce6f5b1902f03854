using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using JasperFx.Events;

namespace Fediprofs.Domain.Accounts;

/// <summary>Puts the rows of accounts right: <c>actors</c>, <c>accounts</c>, and the public halves of the keys.</summary>
internal sealed class AccountRebuild(LocalActorRow rows, RowWriters writers, InstanceUris uris) : IRebuild
{
    // Written by others.
    private static readonly string[] Counts = ["followers_count", "following_count", "statuses_count", "last_post_at"];

    public string Streams => "account-";

    public IEnumerable<long> LocksOf(string stream, IReadOnlyList<IEvent> events) =>
        Fold(stream, events) is { } account ? [UriKey.LockOf(uris.Actor(account.Actor))] : [];

    public async Task<bool> RebuildAsync(RowWriting writing, string stream, IReadOnlyList<IEvent> events, CancellationToken cancel)
    {
        if (Fold(stream, events) is not { } account)
        {
            return false;
        }

        var before = await SnapshotAsync(writing, account.Actor, cancel);
        if (account.Erased)
        {
            if (before.Actor is { } left && !left.Contains("\"deleted_at\": \"", StringComparison.Ordinal))
            {
                await writers.WriteAsync(writing, [new ActorRemoved(uris.Actor(account.Actor))], cancel);
            }

            await writing.ExecuteAsync("delete from accounts where id = $1", cancel, account.Actor);
        }
        else
        {
            // The stream is held, so nothing newer than its fold can be stored: a later time is damage, and would win.
            await writing.ExecuteAsync("update actors set updated_at = null where id = $1 and updated_at > $2", cancel, account.Actor, account.ChangedAt);
            var row = rows.From(account);
            var keys = await ActorKeyPair.LoadAsync(writing, account.Actor, cancel);
            await writers.WriteAsync(writing, [new ActorStored(row, keys?.PublicRows(row.Uri)), new AccountStored(account)], cancel);
        }

        return before != await SnapshotAsync(writing, account.Actor, cancel);
    }

    private static Account? Fold(string stream, IReadOnlyList<IEvent> events) =>
        events.Aggregate((Account?)null, (state, e) => AccountFold.Next(state, stream, e.Data, e.Timestamp));

    private static async Task<Snapshot> SnapshotAsync(RowWriting writing, long actor, CancellationToken cancel)
    {
        await using var command = writing.Command(
            """
            select (select (to_jsonb(a) - $2)::text from actors a where id = $1), (select to_jsonb(a)::text from accounts a where id = $1),
                (select string_agg(key_id || encode(public_key, 'hex'), ' ' order by key_id) from actor_keys where actor = $1)
            """, actor, Counts);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new(Text(0), Text(1), Text(2));

        string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
    }

    private sealed record Snapshot(string? Actor, string? Account, string? Keys);
}
