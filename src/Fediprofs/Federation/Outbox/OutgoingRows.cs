using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Federation.Outbox;

/// <summary>Reads outgoing rows in order, with the rows of actors and posts that they speak of, in three queries.</summary>
internal sealed class OutgoingRows(ActorLookup actors, PostLookup posts)
{
    /// <summary>The next rows, oldest first.</summary>
    /// <param name="connection">The connection of the transaction that deletes them.</param>
    /// <param name="transaction">Holds the outbox's lock.</param>
    /// <param name="from">No row before this id is looked for: the index's dead entries are not walked each time.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<List<(Domain.Storage.Outgoing Row, DateTimeOffset At)>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long from, int atMost, CancellationToken cancel)
    {
        // Index: outgoing_pkey.
        await using var command = new NpgsqlCommand(
            "select id, kind, actor, subject, target, uri, detail::text, at from outgoing where id >= $1 order by id limit $2", connection, transaction);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = atMost });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(Domain.Storage.Outgoing, DateTimeOffset)>();
        while (await reader.ReadAsync(cancel))
        {
            var row = new Domain.Storage.Outgoing(
                reader.GetInt64(0), (OutgoingKind)reader.GetInt16(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(5),
                reader.IsDBNull(4) ? null : reader.GetInt64(4),
                reader.IsDBNull(6) ? null : Json.Read<OutgoingDetail>(reader.GetString(6)));
            rows.Add((row, reader.GetFieldValue<DateTimeOffset>(7)));
        }

        return rows;
    }

    /// <summary>What the activities are made from; a row whose actor is gone is left out.</summary>
    public async Task<List<Saying>> GatherAsync(IReadOnlyList<(Domain.Storage.Outgoing Row, DateTimeOffset At)> rows, CancellationToken cancel)
    {
        var subjects = await posts.ByIdsAsync([.. rows.Where(r => IsAboutPost(r.Row.Kind)).Select(r => r.Row.Subject)], cancel);
        var people = await actors.ByIdsAsync(
            [.. rows.Select(r => r.Row.Actor), .. rows.Select(r => r.Row.Target).OfType<long>(), .. subjects.Values.Select(p => p.Author)], cancel);
        return
        [
            .. rows.Where(r => people.GetValueOrDefault(r.Row.Actor) is { Local: true }).Select(r =>
            {
                var post = subjects.GetValueOrDefault(r.Row.Subject);
                return new Saying(
                    r.Row, r.At, people[r.Row.Actor], post, post is null ? null : people.GetValueOrDefault(post.Author),
                    r.Row.Target is { } target ? people.GetValueOrDefault(target) : null);
            }),
        ];
    }

    private static bool IsAboutPost(OutgoingKind kind) => kind is
        OutgoingKind.Create or OutgoingKind.Update or OutgoingKind.Announce or OutgoingKind.UndoAnnounce
        or OutgoingKind.Like or OutgoingKind.UndoLike or OutgoingKind.ChooseAnswer or OutgoingKind.UndoChooseAnswer;
}
