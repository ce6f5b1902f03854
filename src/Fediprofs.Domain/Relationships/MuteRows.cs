using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Relationships;

/// <summary>A mute shall be there as said. Mutes are private: nobody else is told.</summary>
/// <param name="Actor">Who mutes.</param>
/// <param name="Target">Who is muted.</param>
/// <param name="Id">Snowflake.</param>
/// <param name="HideNotifications">Whether notifications are hidden too.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
public sealed record MuteSet(long Actor, long Target, long Id, bool HideNotifications, DateTimeOffset? ExpiresAt) : RowChange;

/// <summary>A mute shall not be there.</summary>
/// <param name="Actor">Who muted.</param>
/// <param name="Target">Who was muted.</param>
public sealed record MuteEnded(long Actor, long Target) : RowChange;

/// <summary>Writes <see cref="MuteSet"/>.</summary>
internal sealed class MuteSets : IRowWriter
{
    public Type Kind => typeof(MuteSet);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        // People mute one at a time.
        foreach (var mute in rows.Cast<MuteSet>())
        {
            await writing.ExecuteAsync(
                """
                insert into mutes (actor, target, id, hide_notifications, expires_at, created_at) values ($1, $2, $3, $4, $5::timestamptz, $6)
                on conflict (actor, target) do update set hide_notifications = excluded.hide_notifications, expires_at = excluded.expires_at
                """,
                cancel, mute.Actor, mute.Target, mute.Id, mute.HideNotifications, mute.ExpiresAt, writing.Now);
            writing.Changes.Add(new(ChangeKind.Muted, mute.Actor, Related: mute.Target));
        }
    }
}

/// <summary>Writes <see cref="MuteEnded"/>.</summary>
internal sealed class MuteEnds : IRowWriter
{
    public Type Kind => typeof(MuteEnded);

    public async Task WriteAsync(RowWriting writing, IReadOnlyList<RowChange> rows, CancellationToken cancel)
    {
        foreach (var mute in rows.Cast<MuteEnded>())
        {
            if (await writing.ExecuteAsync("delete from mutes where actor = $1 and target = $2", cancel, mute.Actor, mute.Target) > 0)
            {
                writing.Changes.Add(new(ChangeKind.Muted, mute.Actor, Related: mute.Target));
            }
        }
    }
}
