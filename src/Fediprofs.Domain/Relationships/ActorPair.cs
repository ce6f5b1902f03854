using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Relationships;

/// <summary>One end of a relationship, as decisions need it.</summary>
/// <param name="Id">Snowflake.</param>
/// <param name="Uri">The ActivityPub id.</param>
/// <param name="Local">Whether it lives here.</param>
/// <param name="Locked">Whether it approves followers by hand.</param>
/// <param name="Available">Neither suspended nor gone.</param>
public sealed record PairEnd(long Id, string Uri, bool Local, bool Locked, bool Available);

/// <summary>A follow between two actors.</summary>
/// <param name="Id">Snowflake.</param>
/// <param name="State">Requested or accepted.</param>
/// <param name="ActivityUri">The Follow's id.</param>
/// <param name="ShowBoosts">Whether boosts are shown.</param>
/// <param name="Notify">Whether each post notifies.</param>
public sealed record StandingFollow(long Id, FollowState State, string? ActivityUri, bool ShowBoosts, bool Notify);

/// <summary>Two actors and what stands between them, read under their locks: what every decision of this slice is made on.</summary>
public sealed record ActorPair
{
    /// <summary>Who acts.</summary>
    public required PairEnd Actor { get; init; }

    /// <summary>To whom.</summary>
    public required PairEnd Target { get; init; }

    /// <summary>The actor's follow of the target.</summary>
    public StandingFollow? Following { get; init; }

    /// <summary>The target's follow of the actor.</summary>
    public StandingFollow? FollowedBy { get; init; }

    /// <summary>Whether the actor blocks the target.</summary>
    public bool Blocking { get; init; }

    /// <summary>The id of that Block.</summary>
    public string? BlockUri { get; init; }

    /// <summary>Whether the target blocks the actor.</summary>
    public bool BlockedBy { get; init; }
}

/// <summary>Opens a commit on two actors.</summary>
public sealed class ActorPairs(Commit commit, NpgsqlDataSource database)
{
    /// <summary>
    /// Locks both actors' ids, reads what stands between them, lets <paramref name="decide"/> want rows and outgoing
    /// activities, and commits. <see cref="Refusal.NotFound"/> when one of the two is not known.
    /// </summary>
    /// <param name="actor">Who acts; an account of this instance.</param>
    /// <param name="target">To whom.</param>
    /// <param name="decide">Decides on the pair.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Outcome<T>> RunAsync<T>(long actor, long target, Func<ActorPair, UnitOfWork, Outcome<T>> decide, CancellationToken cancel)
    {
        // Ids of actors never change, so they may be read before the locks are held.
        var uris = await UrisAsync(actor, target, cancel);
        return await commit.RunAsync<T>(
            uris.Select(UriKey.LockOf),
            async unit => await LoadAsync(unit.Writing, actor, target, cancel) is { } pair ? decide(pair, unit) : Refusal.NotFound,
            cancel);
    }

    private async Task<List<string>> UrisAsync(long actor, long target, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select uri from actors where id = $1 or id = $2");
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = target });
        var uris = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            uris.Add(reader.GetString(0));
        }

        return uris;
    }

    private static async Task<ActorPair?> LoadAsync(RowWriting writing, long actor, long target, CancellationToken cancel)
    {
        await using var command = writing.Command(
            """
            select a.uri, a.local, a.locked, a.suspended_at is null and a.deleted_at is null,
                b.uri, b.local, b.locked, b.suspended_at is null and b.deleted_at is null,
                f.id, f.state, f.activity_uri, f.show_boosts, f.notify,
                g.id, g.state, g.activity_uri, g.show_boosts, g.notify,
                x.id is not null, x.activity_uri, y.id is not null
            from actors a cross join actors b
            left join follows f on f.follower = a.id and f.followed = b.id
            left join follows g on g.follower = b.id and g.followed = a.id
            left join blocks x on x.actor = a.id and x.target = b.id
            left join blocks y on y.actor = b.id and y.target = a.id
            where a.id = $1 and b.id = $2
            """, actor, target);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            return null;
        }

        return new()
        {
            Actor = new(actor, reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3)),
            Target = new(target, reader.GetString(4), reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(7)),
            Following = Follow(reader, 8),
            FollowedBy = Follow(reader, 13),
            Blocking = reader.GetBoolean(18),
            BlockUri = reader.IsDBNull(19) ? null : reader.GetString(19),
            BlockedBy = reader.GetBoolean(20),
        };
    }

    private static StandingFollow? Follow(NpgsqlDataReader r, int i) => r.IsDBNull(i)
        ? null
        : new(r.GetInt64(i), (FollowState)r.GetInt16(i + 1), r.IsDBNull(i + 2) ? null : r.GetString(i + 2), r.GetBoolean(i + 3), r.GetBoolean(i + 4));
}
