using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>Replaces the keys of a local actor and tells its followers (Update of the actor).</summary>
public sealed class RotateKeys(Commit commit, ActorLookup actors, ActorSigningKeys signingKeys, SnowflakeIds ids, InstanceUris uris)
{
    /// <summary>Makes new keys for a local actor; refused when there is no such actor here.</summary>
    public async Task<Outcome<bool>> HandleAsync(long actor, CancellationToken cancel)
    {
        if (await actors.ByIdAsync(actor, cancel) is not { Local: true, DeletedAt: null } known)
        {
            return Refusal.NotFound;
        }

        var keys = ActorKeyPair.Create();
        var outcome = await commit.RunAsync<bool>(
            [UriKey.LockOf(known.Uri)],
            async work =>
            {
                var row = (await ActorLookup.ByIdsAsync(work.Writing, [actor], cancel)).GetValueOrDefault(actor);
                if (row is null or { DeletedAt: not null })
                {
                    return Refusal.NotFound;
                }

                await keys.StoreAsync(work.Writing, actor, cancel);
                work.Want(new ActorStored(row with { UpdatedAt = work.Now }, keys.PublicRows(known.Uri)));
                var id = ids.Next();
                work.Send(new(id, OutgoingKind.UpdateActor, actor, actor, uris.Activity(id)));
                return true;
            },
            cancel);
        signingKeys.Forget(actor);
        return outcome;
    }
}
