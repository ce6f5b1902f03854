using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>Writes <see cref="ActorStored"/>: local actors from their events, remote ones from their documents.</summary>
internal sealed class ActorRows : IRowWriter
{
    public Type Kind => typeof(ActorStored);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        // Few and far between (a profile, a first contact), so one statement each.
        foreach (var stored in rows.Cast<ActorStored>().OrderBy(s => UriKey.LockOf(s.Actor.Uri)))
        {
            var id = await UpsertAsync(writing, stored.Actor, cancel);
            if (id is null)
            {
                continue;
            }

            if (stored.Keys is not null)
            {
                await KeysAsync(writing, id.Value, stored.Keys, cancel);
            }

            writing.Changes.Add(new(ChangeKind.ActorChanged, id.Value));
        }
    }

    private static async Task<long?> UpsertAsync(RowWriting writing, ActorRow a, CancellationToken cancel)
    {
        if (a.Domain.Length > 0)
        {
            // The name belongs to the id that WebFinger confirmed last: who held it before keeps its posts, not the name.
            await writing.ExecuteAsync(
                "update actors set username = username || '-' || id where lower(username) = lower($1) and domain = $2 and uri_key <> $3 and deleted_at is null",
                cancel, a.Username, a.Domain, UriKey.Of(a.Uri));
        }

        await using var command = writing.Command(
            """
            insert into actors (id, uri, uri_key, local, kind, username, domain, url, display_name, summary, summary_source,
                avatar_url, avatar_alt, header_url, header_alt, fields, emojis, inbox, shared_inbox, outbox, followers_uri,
                following_uri, featured_uri, also_known_as, moved_to, locked, discoverable, indexable, hides_collections,
                academie, teaching_role, subjects, levels, created_at, updated_at, fetched_at, suspended_at)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17::jsonb, $18, $19, $20, $21,
                $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37
            where not exists (select from tombstones where uri_key = $3)
            on conflict (uri_key) do update set
                kind = excluded.kind, username = excluded.username, domain = excluded.domain, url = excluded.url,
                display_name = excluded.display_name, summary = excluded.summary, summary_source = excluded.summary_source,
                avatar_url = excluded.avatar_url, avatar_alt = excluded.avatar_alt, header_url = excluded.header_url,
                header_alt = excluded.header_alt, fields = excluded.fields, emojis = excluded.emojis, inbox = excluded.inbox,
                shared_inbox = excluded.shared_inbox, outbox = excluded.outbox, followers_uri = excluded.followers_uri,
                following_uri = excluded.following_uri, featured_uri = excluded.featured_uri, also_known_as = excluded.also_known_as,
                moved_to = excluded.moved_to, locked = excluded.locked, discoverable = excluded.discoverable,
                indexable = excluded.indexable, hides_collections = excluded.hides_collections, academie = excluded.academie,
                teaching_role = excluded.teaching_role, subjects = excluded.subjects, levels = excluded.levels,
                updated_at = excluded.updated_at, fetched_at = excluded.fetched_at,
                suspended_at = case when excluded.local then excluded.suspended_at else actors.suspended_at end
            where actors.deleted_at is null
                and (actors.updated_at is null or excluded.updated_at is null or excluded.updated_at >= actors.updated_at)
            returning id
            """,
            a.Id, a.Uri, UriKey.Of(a.Uri), a.Local, (short)a.Kind, a.Username, a.Domain.ToLowerInvariant(), a.Url, a.DisplayName, a.Summary, a.SummarySource,
            a.AvatarUrl, a.AvatarAlt, a.HeaderUrl, a.HeaderAlt, Json.Write(a.Fields), Json.Write(a.Emojis), a.Inbox, a.SharedInbox, a.Outbox, a.FollowersUri,
            a.FollowingUri, a.FeaturedUri, a.AlsoKnownAs.ToArray(), a.MovedTo, a.Locked, a.Discoverable, a.Indexable, a.HidesCollections,
            a.Academie, a.TeachingRole, a.Subjects.ToArray(), a.Levels.ToArray(), a.CreatedAt, a.UpdatedAt, a.FetchedAt, a.SuspendedAt);
        return await command.ExecuteScalarAsync(cancel) as long?;
    }

    private static async Task KeysAsync(RowWriting writing, long actor, IReadOnlyList<ActorKeyRow> keys, CancellationToken cancel)
    {
        var keyKeys = keys.Select(k => UriKey.Of(k.KeyId)).ToArray();
        await writing.ExecuteAsync("delete from actor_keys where actor = $1 and key_id_key <> all($2)", cancel, actor, keyKeys);
        await writing.ExecuteAsync(
            """
            insert into actor_keys (key_id_key, key_id, actor, algorithm, public_key, fetched_at)
            select k, id, $3, alg, pub, $6 from unnest($1::uuid[], $2::text[], $4::smallint[], $5::bytea[]) as t(k, id, alg, pub)
            on conflict (key_id_key) do update set public_key = excluded.public_key, algorithm = excluded.algorithm, fetched_at = excluded.fetched_at
                where actor_keys.actor = excluded.actor
            """,
            cancel, keyKeys, keys.Select(k => k.KeyId).ToArray(), actor, keys.Select(k => (short)k.Algorithm).ToArray(), keys.Select(k => k.PublicKey).ToArray(), writing.Now);
    }
}
