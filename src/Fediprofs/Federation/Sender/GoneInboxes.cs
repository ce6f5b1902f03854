using System.Threading.Channels;
using Fediprofs.Domain;
using Fediprofs.Domain.Relationships;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Federation.Sender;

/// <summary>
/// 410 from an inbox: the followers who were reached through it are dropped (a shared inbox: those of the whole host),
/// so that nothing is sent there again.
/// </summary>
internal sealed class GoneInboxes(NpgsqlDataSource database, Commit commit, ILogger<GoneInboxes> logger)
{
    private readonly Channel<string> inboxes = Channel.CreateUnbounded<string>();

    public void Add(string inbox) => inboxes.Writer.TryWrite(inbox);

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var inbox in inboxes.Reader.ReadAllAsync(cancel))
            {
                try
                {
                    var dropped = await DropAsync(inbox, cancel);
                    Log.FollowersDropped(logger, inbox, dropped);
                }
                catch (NpgsqlException e)
                {
                    Log.LoopBroke(logger, e); // The next 410 from there tries again.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task<int> DropAsync(string inbox, CancellationToken cancel)
    {
        // Indexes: actors_inbox, actors_shared_inbox, follows_follower.
        await using var command = database.CreateCommand(
            """
            select f.follower, f.followed, a.uri, t.uri
            from actors a join follows f on f.follower = a.id join actors t on t.id = f.followed
            where not a.local and t.local and (a.inbox = $1 or a.shared_inbox = $1)
            """);
        command.Parameters.Add(new() { Value = inbox });
        var follows = new List<(long Follower, long Followed, string FollowerUri, string FollowedUri)>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                follows.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3)));
            }
        }

        foreach (var some in follows.Chunk(200))
        {
            await commit.RunAsync<bool>(
                some.SelectMany(f => new[] { UriKey.LockOf(f.FollowerUri), UriKey.LockOf(f.FollowedUri) }),
                work =>
                {
                    foreach (var follow in some)
                    {
                        work.Want(new FollowEnded(follow.Follower, follow.Followed, follow.Follower, null));
                    }

                    return Task.FromResult<Outcome<bool>>(true);
                },
                cancel);
        }

        return follows.Count;
    }
}
