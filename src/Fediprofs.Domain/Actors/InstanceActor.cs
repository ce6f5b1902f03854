using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>
/// The actor that signs for the instance itself: an Application whose name is the domain, as Mastodon has it, so that a server
/// which demands signatures on GET can always be asked.
/// </summary>
public sealed class InstanceActor(Commit commit, ActorLookup actors, InstanceUris uris, SnowflakeIds ids)
{
    private long id;

    /// <summary>Its snowflake, once <see cref="EnsureAsync"/> has run.</summary>
    public long Id => id != 0 ? id : throw new InvalidOperationException("The instance actor is made at start: call EnsureAsync first.");

    /// <summary>Its ActivityPub id.</summary>
    public string Uri => uris.InstanceActor;

    /// <summary>Its name: the domain without a port.</summary>
    public string Username { get; } = uris.Domain.Split(':')[0].ToLowerInvariant();

    /// <summary>Makes the actor and its keys at the first start of an instance. Safe to call from several nodes at once.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        if (id != 0)
        {
            return;
        }

        var row = await actors.ByUriAsync(Uri, cancel);
        if (row is null)
        {
            var keys = ActorKeyPair.Create();
            await commit.RunAsync<bool>(
                [UriKey.LockOf(Uri)],
                async work =>
                {
                    if ((await ActorLookup.ByUrisAsync(work.Writing, [Uri], cancel)).Count == 0)
                    {
                        var made = Row(work.Now);
                        await keys.StoreAsync(work.Writing, made.Id, cancel);
                        work.Want(new ActorStored(made, keys.PublicRows(Uri)));
                    }

                    return true;
                },
                cancel);
            row = await actors.ByUriAsync(Uri, cancel);
        }

        id = row!.Id;
    }

    private ActorRow Row(DateTimeOffset now) => new()
    {
        Id = ids.Next(),
        Uri = Uri,
        Local = true,
        Kind = ActorKind.Application,
        Username = Username,
        Domain = "",
        Url = uris.PublicUrl + "/",
        Inbox = Uri + "/inbox",
        SharedInbox = uris.SharedInbox,
        Outbox = Uri + "/outbox",
        Locked = true,
        HidesCollections = true,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
