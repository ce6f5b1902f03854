using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Relationships;

/// <summary>What stands between a viewer and an actor, as the viewer may know it.</summary>
public sealed record Relationship
{
    /// <summary>The other one.</summary>
    public required long Actor { get; init; }

    /// <summary>The viewer follows.</summary>
    public bool Following { get; init; }

    /// <summary>The viewer sees boosts; false when not following.</summary>
    public bool ShowingBoosts { get; init; }

    /// <summary>The viewer is notified of each post.</summary>
    public bool Notifying { get; init; }

    /// <summary>The other follows.</summary>
    public bool FollowedBy { get; init; }

    /// <summary>The viewer blocks.</summary>
    public bool Blocking { get; init; }

    /// <summary>The other blocks.</summary>
    public bool BlockedBy { get; init; }

    /// <summary>The viewer mutes.</summary>
    public bool Muting { get; init; }

    /// <summary>Notifications are muted too.</summary>
    public bool MutingNotifications { get; init; }

    /// <summary>When the mute ends by itself.</summary>
    public DateTimeOffset? MuteExpiresAt { get; init; }

    /// <summary>The viewer asked to follow.</summary>
    public bool Requested { get; init; }

    /// <summary>The other asked to follow.</summary>
    public bool RequestedBy { get; init; }
}

/// <summary>An actor in a list of followers or followed.</summary>
/// <param name="Id">The follow's snowflake: what pages are cut by.</param>
/// <param name="Actor">The actor.</param>
public readonly record struct RelatedActor(long Id, long Actor);

/// <summary>Reads relationships.</summary>
public sealed class RelationshipQueries(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>A viewer's relationships to actors, in the order asked for; ids nobody has are left out.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="actors">At whom.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<IReadOnlyList<Relationship>> OfAsync(long viewer, IReadOnlyCollection<long> actors, CancellationToken cancel)
    {
        if (actors.Count == 0)
        {
            return [];
        }

        // Index: the primary keys of follows, blocks and mutes.
        await using var command = database.CreateCommand(
            """
            select t.id, f.state, f.show_boosts, f.notify, g.state, b.id is not null, c.id is not null, m.hide_notifications, m.expires_at
            from unnest($2::bigint[]) with ordinality as t(id, n)
            join actors a on a.id = t.id
            left join follows f on f.follower = $1 and f.followed = t.id
            left join follows g on g.follower = t.id and g.followed = $1
            left join blocks b on b.actor = $1 and b.target = t.id
            left join blocks c on c.actor = t.id and c.target = $1
            left join mutes m on m.actor = $1 and m.target = t.id and (m.expires_at is null or m.expires_at > $3)
            order by t.n
            """);
        command.Parameters.Add(new() { Value = viewer });
        command.Parameters.Add(new() { Value = actors.Distinct().ToArray() });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        var rows = new List<Relationship>();
        await using var r = await command.ExecuteReaderAsync(cancel);
        while (await r.ReadAsync(cancel))
        {
            FollowState? follow = r.IsDBNull(1) ? null : (FollowState)r.GetInt16(1);
            FollowState? followed = r.IsDBNull(4) ? null : (FollowState)r.GetInt16(4);
            rows.Add(new()
            {
                Actor = r.GetInt64(0),
                Following = follow == FollowState.Accepted,
                ShowingBoosts = follow is not null && r.GetBoolean(2),
                Notifying = follow is not null && r.GetBoolean(3),
                Requested = follow == FollowState.Requested,
                FollowedBy = followed == FollowState.Accepted,
                RequestedBy = followed == FollowState.Requested,
                Blocking = r.GetBoolean(5),
                BlockedBy = r.GetBoolean(6),
                Muting = !r.IsDBNull(7),
                MutingNotifications = !r.IsDBNull(7) && r.GetBoolean(7),
                MuteExpiresAt = r.IsDBNull(8) ? null : r.GetFieldValue<DateTimeOffset>(8),
            });
        }

        return rows;
    }

    /// <summary>Who follows an actor, newest follow first. Index: follows_followed.</summary>
    public Task<IReadOnlyList<RelatedActor>> FollowersAsync(long actor, Paging page, CancellationToken cancel) =>
        PageAsync("follows", "follower", "x.followed = $1 and x.state = 1", actor, page, cancel);

    /// <summary>Whom an actor follows, newest follow first. Index: follows_follower.</summary>
    public Task<IReadOnlyList<RelatedActor>> FollowingAsync(long actor, Paging page, CancellationToken cancel) =>
        PageAsync("follows", "followed", "x.follower = $1 and x.state = 1", actor, page, cancel);

    /// <summary>Who asks to follow an actor, newest first. Index: follows_followed.</summary>
    public Task<IReadOnlyList<RelatedActor>> RequestsAsync(long actor, Paging page, CancellationToken cancel) =>
        PageAsync("follows", "follower", "x.followed = $1 and x.state = 0", actor, page, cancel);

    /// <summary>Whom an actor blocks, newest first. Index: blocks_pkey.</summary>
    public Task<IReadOnlyList<RelatedActor>> BlockedAsync(long actor, Paging page, CancellationToken cancel) =>
        PageAsync("blocks", "target", "x.actor = $1", actor, page, cancel);

    /// <summary>Whom an actor mutes, newest first. Index: mutes_pkey.</summary>
    public Task<IReadOnlyList<RelatedActor>> MutedAsync(long actor, Paging page, CancellationToken cancel) =>
        PageAsync("mutes", "target", "x.actor = $1", actor, page, cancel);

    /// <summary>Everybody who blocks an actor. Index: blocks_target.</summary>
    public async Task<HashSet<long>> BlockersAsync(long actor, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select actor from blocks where target = $1");
        command.Parameters.Add(new() { Value = actor });
        var blockers = new HashSet<long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            blockers.Add(reader.GetInt64(0));
        }

        return blockers;
    }

    /// <summary>How many ask to follow an actor. Index: follows_followed.</summary>
    public async Task<int> RequestCountAsync(long actor, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select count(*)::int from follows where followed = $1 and state = 0");
        command.Parameters.Add(new() { Value = actor });
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task<IReadOnlyList<RelatedActor>> PageAsync(string table, string other, string where, long actor, Paging page, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            select x.id, x.{other} from {table} x
            join actors a on a.id = x.{other} and a.deleted_at is null and a.suspended_at is null
            where {where} and x.id < $2 and x.id > $3
            order by x.id {page.Order} limit $4
            """);
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = page.Below });
        command.Parameters.Add(new() { Value = page.Above });
        command.Parameters.Add(new() { Value = page.Limit });
        var rows = new List<RelatedActor>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return page.NewestFirst(rows);
    }
}
