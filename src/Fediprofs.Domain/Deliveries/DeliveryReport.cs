using Npgsql;

namespace Fediprofs.Domain.Deliveries;

/// <summary>How far a post has come: "delivered to n of m servers".</summary>
/// <param name="Total">Inboxes that it goes to; nearly always one a server.</param>
/// <param name="Delivered">Those that took it.</param>
/// <param name="Failed">Those that refused it, or were given up.</param>
public sealed record DeliveryReport(int Total, int Delivered, int Failed)
{
    /// <summary>Those that it is still on its way to.</summary>
    public int Underway => Total - Delivered - Failed;
}

/// <summary>A host's queue, for those who run the instance.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="Queued">Deliveries that wait.</param>
/// <param name="NextAt">When it is tried next; null when nothing waits.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="FailingSince">When they began.</param>
/// <param name="LastError">The last failure in a few words.</param>
public sealed record HostStatus(string Host, long Queued, DateTimeOffset? NextAt, int Failures, DateTimeOffset? FailingSince, string? LastError);

/// <summary>Reads what became of what was said, and lets it be tried again.</summary>
public sealed class DeliveryReports(NpgsqlDataSource database, TimeProvider time, Storage.CommitSignals signals)
{
    /// <summary>How far the publication of a post has come; null when nothing is known any more, or nothing was sent.</summary>
    /// <param name="post">The post's snowflake.</param>
    /// <param name="author">Its author's snowflake: a boost of it by another is not meant.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<DeliveryReport?> OfPostAsync(long post, long author, CancellationToken cancel)
    {
        // Index: outgoing_body_subject. The first activity about a post by its author is its Create.
        await using var command = database.CreateCommand(
            "select total, delivered, failed from outgoing_body where subject = $1 and actor = $2 order by id limit 1");
        command.Parameters.Add(new() { Value = post });
        command.Parameters.Add(new() { Value = author });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)) : null;
    }

    /// <summary>Every host with something queued or failures, those with most failures first.</summary>
    public async Task<IReadOnlyList<HostStatus>> StatusAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select h.host, (select count(*) from delivery d where d.host = h.host), h.next_at, h.failures, h.first_failure_at, h.last_error
            from delivery_host h where h.next_at is not null or h.failures > 0 order by h.failures desc, h.host
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var hosts = new List<HostStatus>();
        while (await reader.ReadAsync(cancel))
        {
            hosts.Add(new(
                reader.GetString(0), reader.GetInt64(1), Moment(reader, 2), reader.GetInt32(3), Moment(reader, 4), reader.IsDBNull(5) ? null : reader.GetString(5)));
        }

        return hosts;
    }

    /// <summary>Lets waiting hosts be tried at once, also from another process than the server's; answers how many.</summary>
    /// <param name="host">One host, or null for all.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<int> RetryNowAsync(string? host, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update delivery_host set next_at = $1 where next_at > $1 and ($2::text is null or host = $2)");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = (object?)host?.ToLowerInvariant() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        var count = await command.ExecuteNonQueryAsync(cancel);
        signals.Deliveries.Set();
        return count;
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
