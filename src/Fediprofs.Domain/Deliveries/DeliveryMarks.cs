using Npgsql;

namespace Fediprofs.Domain.Deliveries;

/// <summary>What became of one delivery.</summary>
/// <param name="Delivery">Which.</param>
/// <param name="Outcome">What.</param>
public sealed record DeliveryMark(Delivery Delivery, DeliveryOutcome Outcome);

/// <summary>What may become of a delivery.</summary>
public enum DeliveryOutcome
{
    /// <summary>The host took it.</summary>
    Delivered,

    /// <summary>The host will never take it.</summary>
    GivenUp,

    /// <summary>The host answered with an error, though it takes others: tried again with the host, a few times.</summary>
    TriedInVain,
}

/// <summary>A host that is given back because it does not answer.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Error">Why, in a few words.</param>
/// <param name="NextAt">When it is tried again; null: never, its queue is dropped.</param>
/// <param name="Failures">Failures in a row, this one included; 0 when it answered but asked for a pause.</param>
public sealed record HostFailure(HostLease Lease, string Error, DateTimeOffset? NextAt, int Failures);

/// <summary>Writes what became of deliveries and hosts, many at once: one transaction a flush, one counter update an activity.</summary>
public sealed class DeliveryMarks(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>
    /// Deletes and counts what is done, backs off what failed, and gives back the hosts that are empty.
    /// </summary>
    /// <param name="marks">Deliveries that are done with.</param>
    /// <param name="failures">Hosts to back off.</param>
    /// <param name="drained">Hosts whose deliveries in memory are all done.</param>
    /// <param name="owner">This node.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Those of <paramref name="drained"/> that still have something queued, and therefore are not given back.</returns>
    public async Task<IReadOnlySet<string>> FlushAsync(
        IReadOnlyList<DeliveryMark> marks, IReadOnlyList<HostFailure> failures, IReadOnlyList<HostLease> drained, Guid owner, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (marks.Count > 0)
        {
            await MarkAsync(connection, transaction, marks, cancel);
        }

        var hosts = failures.Select(f => f.Lease.Host).Concat(drained.Select(d => d.Host)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (hosts.Length > 0)
        {
            // A statement of its own, so that the next one sees what was queued by whoever held the locks before.
            await ExecuteAsync(connection, transaction, "select 1 from delivery_host where host = any($1) order by host for update", [hosts], cancel);
        }

        if (failures.Count > 0)
        {
            await BackOffAsync(connection, transaction, failures, owner, cancel);
        }

        var left = drained.Count > 0 ? await ReleaseAsync(connection, transaction, drained, owner, cancel) : new HashSet<string>();
        await transaction.CommitAsync(cancel);
        return left;
    }

    private static async Task MarkAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DeliveryMark> marks, CancellationToken cancel)
    {
        var tried = marks.Where(m => m.Outcome == DeliveryOutcome.TriedInVain).ToList();
        if (tried.Count > 0)
        {
            await ExecuteAsync(
                connection, transaction,
                """
                update delivery d set attempts = d.attempts + 1
                from unnest($1::text[], $2::bigint[], $3::text[]) as t(host, id, inbox)
                where d.host = t.host and d.id = t.id and d.inbox = t.inbox
                """,
                [tried.Select(m => m.Delivery.Host).ToArray(), tried.Select(m => m.Delivery.Id).ToArray(), tried.Select(m => m.Delivery.Inbox).ToArray()],
                cancel);
        }

        var done = marks.Where(m => m.Outcome != DeliveryOutcome.TriedInVain).ToList();
        if (done.Count > 0)
        {
            // Counted is what was really deleted: a mark that is written twice counts once.
            await ExecuteAsync(
                connection, transaction,
                """
                with done as (
                    delete from delivery d using unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[]) as t(host, id, inbox, ok)
                    where d.host = t.host and d.id = t.id and d.inbox = t.inbox
                    returning d.id, t.ok),
                counted as (
                    select id, count(*) filter (where ok) as ok, count(*) filter (where not ok) as bad from done group by id order by id)
                update outgoing_body b set delivered = b.delivered + c.ok, failed = b.failed + c.bad
                from counted c where b.id = c.id
                """,
                [
                    done.Select(m => m.Delivery.Host).ToArray(), done.Select(m => m.Delivery.Id).ToArray(), done.Select(m => m.Delivery.Inbox).ToArray(),
                    done.Select(m => m.Outcome == DeliveryOutcome.Delivered).ToArray(),
                ],
                cancel);
        }
    }

    private async Task BackOffAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<HostFailure> failures, Guid owner, CancellationToken cancel)
    {
        await ExecuteAsync(
            connection, transaction,
            """
            update delivery_host h
            set failures = t.failures, last_error = t.error, next_at = t.next_at, owner = null, until = null,
                first_failure_at = case t.failures when 0 then null when 1 then $6 else coalesce(h.first_failure_at, $6) end
            from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::timestamptz[]) as t(host, epoch, failures, error, next_at)
            where h.host = t.host and h.epoch = t.epoch and h.owner = $7
            """,
            [
                failures.Select(f => f.Lease.Host).ToArray(), failures.Select(f => f.Lease.Epoch).ToArray(), failures.Select(f => f.Failures).ToArray(),
                failures.Select(f => f.Error).ToArray(), failures.Select(f => f.NextAt).ToArray(), time.GetUtcNow(), owner,
            ],
            cancel);
        var dropped = failures.Where(f => f.NextAt is null).Select(f => f.Lease.Host).ToArray();
        if (dropped.Length > 0)
        {
            await ExecuteAsync(
                connection, transaction,
                """
                with gone as (delete from delivery where host = any($1) returning id),
                counted as (select id, count(*) as n from gone group by id order by id)
                update outgoing_body b set failed = b.failed + c.n from counted c where b.id = c.id
                """,
                [dropped], cancel);
        }
    }

    private static async Task<IReadOnlySet<string>> ReleaseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<HostLease> drained, Guid owner, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            update delivery_host h
            set next_at = null, owner = null, until = null, failures = 0, first_failure_at = null, last_error = null
            from unnest($1::text[], $2::bigint[]) as t(host, epoch)
            where h.host = t.host and h.epoch = t.epoch and h.owner = $3
              and not exists (select 1 from delivery d where d.host = h.host)
            returning h.host
            """,
            connection, transaction);
        Add(command, [drained.Select(d => d.Host).ToArray(), drained.Select(d => d.Epoch).ToArray(), owner]);
        var left = drained.Select(d => d.Host).ToHashSet(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            left.Remove(reader.GetString(0));
        }

        return left;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, object[] values, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        Add(command, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Add(NpgsqlCommand command, object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
