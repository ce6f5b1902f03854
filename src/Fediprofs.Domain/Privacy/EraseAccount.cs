using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Privacy;

/// <summary>An account and everything of its person shall be erased. Nothing brings it back.</summary>
/// <param name="Account">Snowflake.</param>
public sealed record EraseAccount(long Account);

/// <summary>
/// Erases accounts: posts and boosts one by one, each known to those who know the post, then the rest in one transaction.
/// Killed between, it goes on when it is asked again; <see cref="ErasureSweep"/> asks.
/// </summary>
public sealed class AccountErasure(
    Commit commit, NpgsqlDataSource database, AccountChanging accounts, PostDeletion posts, IEnumerable<IEraser> erasers, ActorSigningKeys signing, SnowflakeIds ids, InstanceUris uris)
{
    private const int Chunk = 50;

    /// <summary>Erases; refused when there is no such account here.</summary>
    public async Task<Outcome<bool>> HandleAsync(EraseAccount command, CancellationToken cancel)
    {
        // Suspended first: who is suspended writes nothing more.
        var suspended = await accounts.SuspendAsync(command.Account, suspend: true, by: null, cancel);
        if (suspended.Refused)
        {
            return suspended.Refusal!.Value;
        }

        await MarkAsync(command.Account, cancel);
        while (true)
        {
            await PostsAsync(command.Account, cancel);
            await BoostsAsync(command.Account, cancel);
            var rest = await commit.RunAsync<bool>([UriKey.LockOf(uris.Actor(command.Account))], unit => RestAsync(unit, command.Account, cancel), cancel);
            if (rest.Refused || rest.Value)
            {
                return rest;
            }
        }
    }

    /// <summary>Erases what was still needed when the account was erased; answers whether this is the end of it, keys included.</summary>
    public async Task<bool> FinishAsync(long account, CancellationToken cancel)
    {
        var uri = uris.Actor(account);
        var ended = (await commit.RunAsync<bool>([UriKey.LockOf(uri)], async unit =>
        {
            var done = await EraseAsync(unit, new(account, uri, null, uris.Domain, uris.PublicUrl), cancel);
            if (done)
            {
                await unit.Writing.ExecuteAsync("delete from signing_keys where actor = $1", cancel, account);
                await unit.Writing.ExecuteAsync("delete from erasures where actor = $1", cancel, account);
            }

            return done;
        }, cancel)).Value;
        if (ended)
        {
            signing.Forget(account);
        }

        return ended;
    }

    private async Task MarkAsync(long account, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("insert into erasures (actor, requested_at) values ($1, $2) on conflict do nothing");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = SnowflakeIds.MomentOf(ids.Next()) });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task PostsAsync(long account, CancellationToken cancel)
    {
        while (await IdsAsync($"select id from posts where author = $1 and local order by id limit {Chunk}", account, cancel) is { Count: > 0 } chunk)
        {
            await commit.RunAsync<bool>(chunk.Select(id => UriKey.LockOf(uris.Post(id))), async unit =>
            {
                foreach (var id in chunk)
                {
                    await posts.WriteAsync(unit, new DeletePost(account, id), cancel);
                }

                return true;
            }, cancel);
        }
    }

    private async Task BoostsAsync(long account, CancellationToken cancel)
    {
        while (await IdsAsync($"select post from reactions where actor = $1 and kind = 1 order by id limit {Chunk}", account, cancel) is { Count: > 0 } chunk)
        {
            await commit.RunAsync<bool>([UriKey.LockOf(uris.Actor(account))], async unit =>
            {
                foreach (var post in chunk)
                {
                    var open = await unit.OpenAsync<LocalBoost>(LocalBoost.StreamOf(account, post), cancel);
                    if (open.State?.Boost is { } boost)
                    {
                        open.Append([new BoostUndone(boost.Boost)]);
                    }

                    unit.Want(new ReactionRemoved(account, post, ReactionKind.Boost, null));
                }

                return true;
            }, cancel);
        }
    }

    /// <summary>What is not a post or a boost; false when a post appeared meanwhile.</summary>
    private async Task<Outcome<bool>> RestAsync(UnitOfWork unit, long account, CancellationToken cancel)
    {
        await using (var left = unit.Writing.Command("select exists (select from posts where author = $1) or exists (select from reactions where actor = $1 and kind = 1)", account))
        {
            if (await left.ExecuteScalarAsync(cancel) is true)
            {
                return false;
            }
        }

        var stream = Account.StreamOf(account);
        var open = await unit.OpenAsync<Account>(stream, cancel);
        if (open.State is not { Erased: false } state)
        {
            return Refusal.NotFound;
        }

        var uri = uris.Actor(account);
        await EraseAsync(unit, new(account, uri, state.Username, uris.Domain, uris.PublicUrl), cancel);
        open.Append([new AccountErased()]);
        await EventErasure.MaskAsync(unit, stream, cancel);
        unit.Want(new ActorRemoved(uri));
        unit.Send(new(ids.Next(), OutgoingKind.DeleteActor, account, account, $"{uri}#delete", Detail: new() { ObjectUri = uri }));
        return true;
    }

    private async Task<bool> EraseAsync(UnitOfWork unit, ErasedPerson person, CancellationToken cancel)
    {
        var done = true;
        foreach (var eraser in erasers)
        {
            done &= await eraser.EraseAsync(unit, person, cancel);
        }

        return done;
    }

    private async Task<List<long>> IdsAsync(string sql, long account, CancellationToken cancel)
    {
        var found = new List<long>();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = account });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }
}
