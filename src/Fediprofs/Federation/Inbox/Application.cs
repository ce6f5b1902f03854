using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Curriculum;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Fediprofs.Federation.Activities;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fediprofs.Federation.Inbox;

/// <summary>
/// Applies a batch in one transaction: take the pending rows, lock, gather, decide in order, write set by set. What an activity does
/// and the mark that it is done are committed together, so a kill at any moment loses nothing and repeats nothing.
/// </summary>
internal sealed class Application(
    NpgsqlDataSource database, RowWriters writers, Lanes lanes, CurriculumCatalogue curriculum, InstanceUris instance, SnowflakeIds ids,
    CommitSignals signals, Waiting waiting, Ancestors ancestors, ActorKeys keys, TimeProvider time, ILogger<Application> log)
{
    /// <summary>Applies; throws when anything goes wrong, and then nothing has happened.</summary>
    public async Task RunAsync(IReadOnlyList<Incoming> batch, CancellationToken cancel)
    {
        foreach (var incoming in batch)
        {
            incoming.Prepare(curriculum, instance);
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var writing = new RowWriting(connection, transaction, ids, time.GetUtcNow());
        var (taken, known) = await Gather.RunAsync(writing, batch, lanes.Node, lanes.Owned, cancel);
        var decided = Decide(batch, taken, known, writing.Now);
        foreach (var segment in decided.Segments.All)
        {
            await writers.WriteAsync(writing, segment, cancel);
        }

        await MarkAsync(writing, batch, taken, decided, cancel);
        await Commit.WriteOutgoingAsync(writing, cancel);
        await Commit.WriteChangesAsync(writing, cancel);
        await transaction.CommitAsync(cancel);
        await TellAsync(writing, decided, cancel);
    }

    /// <summary>Sets an activity aside with its error, where people see it and may have it tried again.</summary>
    public async Task SetAsideAsync(int lane, long seq, string error, CancellationToken cancel)
    {
        const string Sql =
            """
            with gone as (delete from inbox_pending where lane = $1 and seq = $2 returning seq, lane)
            insert into inbox_failed (seq, lane, error, attempts, at) select seq, lane, $3, 1, $4 from gone
            on conflict (seq) do update set error = excluded.error, attempts = inbox_failed.attempts + 1, at = excluded.at
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (short)lane });
        command.Parameters.Add(new() { Value = seq });
        command.Parameters.Add(new() { Value = error.Replace("\0", "", StringComparison.Ordinal) });
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private Decided Decide(IReadOnlyList<Incoming> batch, HashSet<long> taken, Known known, DateTimeOffset now)
    {
        var decided = new Decided();
        foreach (var incoming in batch)
        {
            if (!taken.Contains(incoming.Seq))
            {
                // Applied before, or by the node that has the lane now.
                continue;
            }

            var receipt = known.Actor(incoming.Signer) is { } signer
                ? ActivityTypes.Receive(new Reception(incoming, signer, known, instance, ids, now))
                : new Receipt.Ignored("its actor was erased since");
            switch (receipt)
            {
                case Receipt.Applied applied:
                    decided.Segments.Add(applied.Rows);
                    foreach (var row in applied.Rows)
                    {
                        known.Lay(row, known.Actor(incoming.Signer)!);
                        decided.Changed(row);
                    }

                    if (applied.Wanted is { } wanted)
                    {
                        decided.Wanted.Add(wanted);
                    }

                    break;
                case Receipt.Awaiting awaiting:
                    decided.Awaiting.Add((incoming, awaiting.Uri));
                    break;
                case Receipt.Refused refused:
                    log.LogInformation("Refused: {Type} {Id} by {Actor}: {Reason}.", incoming.Activity.Type, incoming.Activity.Id, incoming.Signer, refused.Reason);
                    break;
                case Receipt.Ignored ignored:
                    log.LogDebug("Ignored: {Type} {Id} by {Actor}: {Reason}.", incoming.Activity.Type, incoming.Activity.Id, incoming.Signer, ignored.Reason);
                    break;
            }
        }

        return decided;
    }

    private static async Task MarkAsync(RowWriting writing, IReadOnlyList<Incoming> batch, HashSet<long> taken, Decided decided, CancellationToken cancel)
    {
        if (decided.Awaiting.Count > 0)
        {
            await Waiting.PutAsync(writing, decided.Awaiting, cancel);
        }

        var again = batch.Where(i => i.ReadBack && taken.Contains(i.Seq)).Select(i => i.Seq).ToArray();
        if (again.Length > 0)
        {
            await writing.ExecuteAsync("delete from inbox_failed where seq = any($1)", cancel, again);
        }
    }

    private async Task TellAsync(RowWriting writing, Decided decided, CancellationToken cancel)
    {
        signals.Committed(writing.Outgoing.Count, writing.Changes.Count);
        decided.Profiles.ForEach(keys.Forget);
        decided.Wanted.ForEach(ancestors.Offer);
        if (decided.Awaiting.Count > 0)
        {
            waiting.Wait(decided.Awaiting.Select(a => a.Uri));
        }

        await waiting.CameAsync(decided.Posts, cancel);
    }

    private sealed class Decided
    {
        public Segments Segments { get; } = new();

        public List<(Incoming Incoming, string Uri)> Awaiting { get; } = [];

        public List<string> Wanted { get; } = [];

        public List<string> Profiles { get; } = [];

        public List<string> Posts { get; } = [];

        public void Changed(RowChange row)
        {
            switch (row)
            {
                case PostAdded added:
                    Posts.Add(added.Post.Uri);
                    break;
                case ActorStored stored:
                    Profiles.Add(stored.Actor.Uri);
                    break;
                case ActorRemoved removed:
                    Profiles.Add(removed.Uri);
                    break;
            }
        }
    }
}
