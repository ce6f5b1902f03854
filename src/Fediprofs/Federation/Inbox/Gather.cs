using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Activities;
using Npgsql;
using NpgsqlTypes;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Takes a batch's pending rows and locks, and looks up all that its activities name: one round trip, whatever the size of the batch.
/// Each statement of a read-committed transaction sees what was committed before it ran, so what is read after the locks is current.
/// </summary>
internal static class Gather
{
    // Whoever deletes a pending row owns its effects. A node that lost the lane deletes nothing: owner and epoch say so.
    private const string Take =
        """
        delete from inbox_pending p
        using unnest($1::smallint[], $2::bigint[], $3::bigint[]) as mine(lane, seq, epoch), leases l
        where p.lane = mine.lane and p.seq = mine.seq
            and l.name = 'lane:' || mine.lane and l.owner = $4 and l.epoch = mine.epoch
        returning p.seq
        """;

    private const string Lock = "select count(pg_advisory_xact_lock(k)) from (select unnest($1::bigint[]) k order by 1) s";

    // Indexes: actors_uri_key_key, follows_followed, actors_pkey.
    // Whether somebody here follows: asked of remote actors alone, since a local one may have tens of thousands of followers elsewhere.
    private const string Actors =
        """
        select a.id, a.uri, a.local, a.kind, a.username, a.domain, a.url, a.followers_uri, a.locked,
            a.deleted_at is not null or a.suspended_at is not null,
            not a.local and exists (select from follows f join actors l on l.id = f.follower and l.local where f.followed = a.id and f.state = 1)
        from actors a where a.uri_key = any($1)
        """;

    // Indexes: posts_uri_key_key, actors_pkey, follows_followed.
    private const string Posts =
        """
        select p.id, p.uri, p.author, a.uri, a.kind,
            not a.local and exists (select from follows f join actors l on l.id = f.follower and l.local where f.followed = a.id and f.state = 1),
            p.local, p.visibility, p.in_reply_to_uri, p.thread, p.is_question, p.published_at, p.updated_at
        from posts p join actors a on a.id = p.author where p.uri_key = any($1)
        """;

    // Index: tombstones_pkey.
    private const string Tombstones = "select uri_key from tombstones where uri_key = any($1)";

    // Indexes: follows_activity, blocks_activity, reactions_activity.
    private const string Acts =
        """
        select activity_uri, 1::smallint, follower, followed from follows where activity_key = any($1)
        union all select activity_uri, 2::smallint, actor, target from blocks where activity_key = any($1)
        union all select activity_uri, case kind when 1 then 3 else 4 end::smallint, actor, post from reactions where activity_key = any($1) and kind in (1, 2)
        """;

    /// <summary>The numbers of the activities that are this transaction's to apply, and what they name.</summary>
    public static async Task<(HashSet<long> Taken, Known Known)> RunAsync(
        RowWriting writing, IReadOnlyList<Incoming> batch, Guid node, IReadOnlyDictionary<int, long> epochs, CancellationToken cancel)
    {
        var touched = new Touched();
        foreach (var incoming in batch)
        {
            touched.Add(incoming.Touched);
        }

        await using var commands = new NpgsqlBatch(writing.Connection, writing.Transaction);
        commands.BatchCommands.Add(Command(
            Take,
            Array(batch.Select(i => (short)i.Lane).ToArray(), NpgsqlDbType.Smallint),
            Array(batch.Select(i => i.Seq).ToArray(), NpgsqlDbType.Bigint),
            Array(batch.Select(i => epochs.GetValueOrDefault(i.Lane, -1)).ToArray(), NpgsqlDbType.Bigint),
            new() { Value = node }));
        commands.BatchCommands.Add(Command(Lock, Array(touched.Locks.ToArray(), NpgsqlDbType.Bigint)));
        commands.BatchCommands.Add(Command(Actors, Keys(touched.Actors)));
        commands.BatchCommands.Add(Command(Posts, Keys(touched.Posts)));
        commands.BatchCommands.Add(Command(Tombstones, Keys(touched.Tombstones)));
        if (touched.Acts.Count > 0)
        {
            commands.BatchCommands.Add(Command(Acts, Keys(touched.Acts)));
        }

        await commands.PrepareAsync(cancel);
        var taken = new HashSet<long>();
        var known = new Known();
        await using (var reader = await commands.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                taken.Add(reader.GetInt64(0));
            }

            await reader.NextResultAsync(cancel);
            await reader.NextResultAsync(cancel);
            await ReadAsync(reader, known, touched.Acts.Count > 0, cancel);
        }

        if (touched.WholePosts.Count > 0)
        {
            foreach (var row in (await PostLookup.ByUrisAsync(writing, touched.WholePosts, cancel)).Values)
            {
                known.AddWhole(row);
            }
        }

        return (taken, known);
    }

    private static async Task ReadAsync(NpgsqlDataReader reader, Known known, bool acts, CancellationToken cancel)
    {
        while (await reader.ReadAsync(cancel))
        {
            known.Add(new KnownActor(
                reader.GetInt64(0), reader.GetString(1), reader.GetBoolean(2), (ActorKind)reader.GetInt16(3), reader.GetString(4), reader.GetString(5),
                Text(reader, 6), Text(reader, 7), reader.GetBoolean(8), reader.GetBoolean(9), reader.GetBoolean(10)));
        }

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            known.Add(new KnownPost(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), (ActorKind)reader.GetInt16(4), reader.GetBoolean(5),
                reader.GetBoolean(6), (Visibility)reader.GetInt16(7), Text(reader, 8), reader.GetInt64(9), reader.GetBoolean(10),
                reader.GetFieldValue<DateTimeOffset>(11), reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12)));
        }

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            known.AddGone(reader.GetGuid(0));
        }

        if (!acts)
        {
            return;
        }

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            known.Add(reader.GetString(0), new KnownAct((ActKind)reader.GetInt16(1), reader.GetInt64(2), reader.GetInt64(3)));
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter Keys(HashSet<Guid> keys) => Array(keys.ToArray(), NpgsqlDbType.Uuid);

    private static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
