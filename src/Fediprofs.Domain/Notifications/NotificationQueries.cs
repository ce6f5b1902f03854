using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Notifications;

/// <summary>Somebody was told something.</summary>
/// <param name="Id">Snowflake; what pages are cut by.</param>
/// <param name="Kind">Why.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Post">The post it is about, if any.</param>
/// <param name="At">When it happened.</param>
public sealed record NotificationRow(long Id, NotificationKind Kind, long Actor, long? Post, DateTimeOffset At);

/// <summary>Which notifications are asked for.</summary>
/// <param name="Kinds">Only these; empty for all.</param>
/// <param name="Except">None of these.</param>
/// <param name="Actor">Only of this actor's doing.</param>
public sealed record NotificationFilter(IReadOnlyList<NotificationKind> Kinds, IReadOnlyList<NotificationKind> Except, long? Actor = null)
{
    /// <summary>All.</summary>
    public static NotificationFilter All { get; } = new([], []);
}

/// <summary>Reads and dismisses somebody's notifications.</summary>
public sealed class NotificationQueries(NpgsqlDataSource database)
{
    /// <summary>A page, newest first. Index: notifications_account.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<NotificationRow>> PageAsync(long account, NotificationFilter filter, Paging page, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select n.id, n.kind, n.actor, n.post, n.at from notifications n
            join actors a on a.id = n.actor and a.suspended_at is null and a.deleted_at is null
            where n.account = $1 and n.id < $2 and n.id > $3
                {(filter.Kinds.Count > 0 ? "and n.kind = any($5)" : "")} {(filter.Except.Count > 0 ? "and n.kind <> all($6)" : "")}
                {(filter.Actor is null ? "" : "and n.actor = $7")}
            order by n.id {page.Order} limit $4
            """);
        Add(command, account, page.Below, page.Above, page.Limit, Numbers(filter.Kinds), Numbers(filter.Except), filter.Actor ?? 0);
        return page.NewestFirst(await AllAsync(command, cancel));
    }

    /// <summary>One of somebody's notifications.</summary>
    public async Task<NotificationRow?> ByIdAsync(long account, long id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select id, kind, actor, post, at from notifications where id = $1 and account = $2");
        Add(command, id, account);
        return (await AllAsync(command, cancel)).FirstOrDefault();
    }

    /// <summary>How many somebody has beyond an id, counted up to a bound (the newest one seen is the rim's to know).</summary>
    public async Task<int> CountAfterAsync(long account, long after, int bound, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select count(*)::int from (select 1 from notifications where account = $1 and id > $2 limit $3) n");
        Add(command, account, after, bound);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Dismisses one; answers whether it was there.</summary>
    public async Task<bool> DismissAsync(long account, long id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("delete from notifications where id = $1 and account = $2");
        Add(command, id, account);
        return await command.ExecuteNonQueryAsync(cancel) > 0;
    }

    /// <summary>Dismisses all of somebody's.</summary>
    public async Task ClearAsync(long account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("delete from notifications where account = $1");
        Add(command, account);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static short[] Numbers(IReadOnlyList<NotificationKind> kinds) => [.. kinds.Select(k => (short)k)];

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }
    }

    private static async Task<List<NotificationRow>> AllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<NotificationRow>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            rows.Add(new(r.GetInt64(0), (NotificationKind)r.GetInt16(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4)));
        }

        return rows;
    }
}
