using Npgsql;

namespace Fediprofs.Domain.Deliveries;

/// <summary>The outgoing queue as tables: <c>outgoing_body</c>, <c>delivery</c>, <c>delivery_host</c>.</summary>
public sealed class DeliveryQueue(NpgsqlDataSource database, DeliveryOptions options, TimeProvider time)
{
    /// <summary>
    /// Queues activities and forgets their outgoing rows, in the given transaction. A host with nothing queued before is leased
    /// to <paramref name="owner"/> at once, so that a post is on its way without another look at the table.
    /// </summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="transaction">Committed by the caller.</param>
    /// <param name="activities">What is queued.</param>
    /// <param name="handled">Outgoing rows that are done with, whether they became an activity or not.</param>
    /// <param name="owner">This node.</param>
    /// <param name="room">How many hosts it can take.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The leases that hold once the transaction is committed.</returns>
    public async Task<IReadOnlyList<HostLease>> EnqueueAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<ReadyActivity> activities, IReadOnlyList<long> handled,
        Guid owner, int room, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var leases = new List<HostLease>();
        if (activities.Count > 0)
        {
            await ExecuteAsync(
                connection, transaction,
                """
                insert into outgoing_body (id, actor, subject, body, at, total)
                select id, actor, subject, body, $6, total
                from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::int[]) as t(id, actor, subject, body, total)
                on conflict (id) do nothing
                """,
                cancel,
                activities.Select(a => a.Body.Id).ToArray(), activities.Select(a => a.Body.Actor).ToArray(), activities.Select(a => a.Subject).ToArray(),
                activities.Select(a => a.Body.Bytes).ToArray(), activities.Select(a => a.Inboxes.Count).ToArray(), now);

            var rows = activities.SelectMany(a => a.Inboxes.Select(i => (i.Host, a.Body.Id, i.Inbox, a.Subject))).ToList();
            if (rows.Count > 0)
            {
                await ExecuteAsync(
                    connection, transaction,
                    """
                    insert into delivery (host, id, inbox, subject)
                    select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[])
                    on conflict do nothing
                    """,
                    cancel,
                    rows.Select(r => r.Host).ToArray(), rows.Select(r => r.Id).ToArray(), rows.Select(r => r.Inbox).ToArray(), rows.Select(r => r.Subject).ToArray());
                leases = await WakeAsync(connection, transaction, [.. rows.Select(r => r.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], owner, room, now, cancel);
            }
        }

        await ExecuteAsync(connection, transaction, "delete from outgoing where id = any($1)", cancel, handled.ToArray());
        return leases;
    }

    /// <summary>Leases hosts whose time has come, those that wait longest first.</summary>
    public async Task<IReadOnlyList<HostLease>> LeaseAsync(Guid owner, int atMost, CancellationToken cancel)
    {
        // Index: delivery_host_next.
        await using var command = database.CreateCommand(
            """
            with due as (
                select host from delivery_host
                where next_at <= $1 and (owner is null or until < $1)
                order by next_at limit $4 for update skip locked)
            update delivery_host h set owner = $2, until = $3, epoch = epoch + 1
            from due where h.host = due.host
            returning h.host, h.epoch, h.failures, h.first_failure_at
            """);
        var now = time.GetUtcNow();
        Add(command, now, owner, now + options.Lease, atMost);
        return await ReadLeasesAsync(command, cancel);
    }

    /// <summary>Prolongs leases; answers the hosts that are still this node's.</summary>
    public async Task<IReadOnlySet<string>> RenewAsync(Guid owner, IReadOnlyCollection<string> hosts, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update delivery_host set until = $1 where host = any($2) and owner = $3 returning host");
        Add(command, time.GetUtcNow() + options.Lease, hosts.Order(StringComparer.Ordinal).ToArray(), owner);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            kept.Add(reader.GetString(0));
        }

        return kept;
    }

    /// <summary>Gives all hosts of a node back, when it stops.</summary>
    public async Task ReleaseAllAsync(Guid owner, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update delivery_host set owner = null, until = null where owner = $1");
        Add(command, owner);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The first deliveries of each host, in order.</summary>
    /// <param name="hosts">Hosts that this node has leased.</param>
    /// <param name="perHost">How many of each at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<Delivery>> LoadAsync(IReadOnlyCollection<string> hosts, int perHost, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var rows = new List<(string Host, long Id, string Inbox, long Subject, int Attempts)>();
        // Index: the primary key of delivery.
        await using (var command = new NpgsqlCommand(
            """
            select d.host, d.id, d.inbox, d.subject, d.attempts
            from unnest($1::text[]) as h(host)
            cross join lateral (select * from delivery where delivery.host = h.host order by id, inbox limit $2) d
            order by d.id
            """,
            connection))
        {
            Add(command, hosts.ToArray(), perHost);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt32(4)));
            }
        }

        var bodies = await BodiesAsync(connection, [.. rows.Select(r => r.Id).Distinct()], cancel);
        return [.. rows.Where(r => bodies.ContainsKey(r.Id)).Select(r => new Delivery(r.Host, r.Inbox, r.Subject, r.Attempts, bodies[r.Id]))];
    }

    /// <summary>Forgets bytes and counts of activities that went out long ago; answers how many.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "delete from outgoing_body b where at < $1 and not exists (select 1 from delivery d where d.id = b.id)");
        Add(command, time.GetUtcNow() - options.KeepReports);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    // A host with something queued is left as it is, leased or backing off; its row is locked all the same, so that
    // whoever is about to release it as empty sees what was queued here.
    private async Task<List<HostLease>> WakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string[] hosts, Guid owner, int room, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into delivery_host as h (host, next_at, owner, until, epoch)
            select host, $2, case when n <= $5 then $3::uuid end, case when n <= $5 then $4::timestamptz end, 1
            from unnest($1::text[]) with ordinality as t(host, n) order by n
            on conflict (host) do update
                set next_at = excluded.next_at, owner = excluded.owner, until = excluded.until, epoch = h.epoch + 1
                where h.next_at is null
            returning host, epoch, failures, first_failure_at, owner is not null
            """,
            connection, transaction);
        Add(command, hosts, now, owner, now + options.Lease, Math.Max(0, room));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var leases = new List<HostLease>();
        while (await reader.ReadAsync(cancel))
        {
            if (reader.GetBoolean(4))
            {
                leases.Add(Lease(reader));
            }
        }

        return leases;
    }

    private static async Task<IReadOnlyList<HostLease>> ReadLeasesAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var leases = new List<HostLease>();
        while (await reader.ReadAsync(cancel))
        {
            leases.Add(Lease(reader));
        }

        return leases;
    }

    private static HostLease Lease(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3));

    private static async Task<Dictionary<long, ActivityBody>> BodiesAsync(NpgsqlConnection connection, long[] ids, CancellationToken cancel)
    {
        var bodies = new Dictionary<long, ActivityBody>();
        if (ids.Length == 0)
        {
            return bodies;
        }

        await using var command = new NpgsqlCommand("select id, actor, body from outgoing_body where id = any($1)", connection);
        Add(command, ids);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            bodies.Add(reader.GetInt64(0), new(reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return bodies;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        Add(command, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
