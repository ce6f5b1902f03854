using System.Collections.Concurrent;
using Fediprofs.ActivityPub.Keys;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Remote;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Actors;

/// <summary>A key with which an actor signs, imported.</summary>
/// <param name="KeyId">The key's id.</param>
/// <param name="ActorUri">Whose it is.</param>
/// <param name="Key">For verifying.</param>
/// <param name="FetchedAt">When its document was last read.</param>
public sealed record SignerKey(string KeyId, string ActorUri, VerificationKey Key, DateTimeOffset FetchedAt);

/// <summary>What came of looking for a key.</summary>
public abstract record KeyAnswer
{
    private KeyAnswer()
    {
    }

    /// <summary>It is here.</summary>
    /// <param name="Key">The key.</param>
    public sealed record Found(SignerKey Key) : KeyAnswer;

    /// <summary>The actor has no such key.</summary>
    /// <param name="Reason">In English, to be shown to the peer.</param>
    public sealed record Unknown(string Reason) : KeyAnswer;

    /// <summary>The actor's server does not answer now.</summary>
    /// <param name="Reason">In English, to be shown to the peer.</param>
    public sealed record Unreachable(string Reason) : KeyAnswer;
}

/// <summary>
/// The keys of remote actors: kept imported, else from the table, else from the actor's document. Whoever is not to be had is
/// remembered for a while, so that a storm of requests from one dead server costs one fetch.
/// </summary>
public sealed class ActorKeys(NpgsqlDataSource database, RemoteActors actors, TimeProvider time)
{
    private const int Most = 10_000;
    private const int FetchesAtOnce = 64;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnreachableFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RefreshedAtMost = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Task<Fetched<ActorRow>>> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (KeyAnswer Answer, DateTimeOffset Until)> refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> refreshed = new(StringComparer.Ordinal);

    private int fetches;

    // Two generations: what was used since the last turn survives the next, without a list to keep on every hit.
    private volatile ConcurrentDictionary<string, (SignerKey Key, DateTimeOffset Until)> young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, (SignerKey Key, DateTimeOffset Until)> old = new(StringComparer.Ordinal);

    /// <summary>The key of an actor. Key and actor must be of one host: nobody vouches for another's (FEP-fe34).</summary>
    /// <param name="keyId">As the signature names it.</param>
    /// <param name="actorUri">Whose it must be.</param>
    /// <param name="fetch">Whether the actor may be fetched; else only what is known is looked at.</param>
    /// <param name="cancel">Ends the wait.</param>
    public ValueTask<KeyAnswer> FindAsync(string keyId, string actorUri, bool fetch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        ArgumentNullException.ThrowIfNull(actorUri);
        return TryKept(keyId) is { } kept ? ValueTask.FromResult(Owned(kept, actorUri)) : new(LookAsync(keyId, actorUri, fetch, cancel));
    }

    /// <summary>Reads the actor's document again after a signature did not fit its key; null when that was done lately or changed nothing.</summary>
    /// <param name="key">The key that did not fit.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<SignerKey?> RefreshAsync(SignerKey key, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(key);
        var now = time.GetUtcNow();
        if (now - key.FetchedAt < RefreshedAtMost || (refreshed.TryGetValue(key.KeyId, out var last) && now - last < RefreshedAtMost))
        {
            return null;
        }

        Bound(refreshed);
        refreshed[key.KeyId] = now;
        Forget(key.ActorUri);
        return await FetchAsync(key.KeyId, key.ActorUri, cancel) is KeyAnswer.Found { Key: var fresh } && !fresh.Key.Export().AsSpan().SequenceEqual(key.Key.Export()) ? fresh : null;
    }

    /// <summary>Drops an actor's keys from memory: they changed, or the actor is gone.</summary>
    public void Forget(string actorUri)
    {
        foreach (var generation in new[] { young, old })
        {
            foreach (var (id, entry) in generation)
            {
                if (string.Equals(entry.Key.ActorUri, actorUri, StringComparison.Ordinal))
                {
                    generation.TryRemove(id, out _);
                }
            }
        }
    }

    private static KeyAnswer Owned(SignerKey key, string actorUri) =>
        string.Equals(key.ActorUri, actorUri, StringComparison.Ordinal)
            ? new KeyAnswer.Found(key)
            : new KeyAnswer.Unknown("The key belongs to another actor than the one that the activity names.");

    private async Task<KeyAnswer> LookAsync(string keyId, string actorUri, bool fetch, CancellationToken cancel)
    {
        if (!WebAddress.SameHost(keyId, actorUri))
        {
            return new KeyAnswer.Unknown("Key and actor are of different hosts.");
        }

        if (await LoadAsync(keyId, cancel) is { } stored)
        {
            Keep(stored);
            return Owned(stored, actorUri);
        }

        return fetch ? await FetchAsync(keyId, actorUri, cancel) : new KeyAnswer.Unknown("The key is not known.");
    }

    private async Task<KeyAnswer> FetchAsync(string keyId, string actorUri, CancellationToken cancel)
    {
        var host = WebAddress.HostOf(actorUri)!;
        if (Refused(host) is { } silent)
        {
            return silent;
        }

        if (Refused(keyId + ' ' + actorUri) is { } unknown)
        {
            return unknown;
        }

        try
        {
            if (Interlocked.Increment(ref fetches) > FetchesAtOnce)
            {
                return new KeyAnswer.Unreachable("Too many keys are being fetched; try again later.");
            }

            var fetched = await FetchOnceAsync(actorUri).WaitAsync(cancel);
            if (fetched is Fetched<ActorRow>.Unreachable)
            {
                return Refuse(host, new KeyAnswer.Unreachable("The server of the actor does not answer; its key could not be fetched."), UnreachableFor);
            }

            if (fetched is Fetched<ActorRow>.Found && await LoadAsync(keyId, cancel) is { } key)
            {
                Keep(key);
                return Owned(key, actorUri);
            }

            var why = fetched is Fetched<ActorRow>.Missing missing ? missing.Reason : "its document does not list the key";
            return Refuse(keyId + ' ' + actorUri, new KeyAnswer.Unknown($"The key of the actor could not be had: {why}."), UnknownFor);
        }
        finally
        {
            Interlocked.Decrement(ref fetches);
        }
    }

    // Not cancelled with the request that began it: others wait for the same document.
    private Task<Fetched<ActorRow>> FetchOnceAsync(string actorUri) => running.GetOrAdd(
        actorUri,
        uri => Task.Run(async () =>
        {
            try
            {
                return await actors.FetchAsync(uri, null, CancellationToken.None);
            }
            finally
            {
                running.TryRemove(uri, out _);
            }
        }));

    // Indexes: actor_keys_pkey, actors_pkey.
    private async Task<SignerKey?> LoadAsync(string keyId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select a.uri, k.algorithm, k.public_key, k.fetched_at from actor_keys k join actors a on a.id = k.actor
            where k.key_id_key = $1 and not a.local and a.deleted_at is null
            """);
        command.Parameters.Add(new() { Value = UriKey.Of(keyId) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) && ActorKeyCoding.Import((KeyAlgorithm)reader.GetInt16(1), reader.GetFieldValue<byte[]>(2)) is { } key
            ? new(keyId, reader.GetString(0), key, reader.GetFieldValue<DateTimeOffset>(3))
            : null;
    }

    private SignerKey? TryKept(string keyId)
    {
        if (young.TryGetValue(keyId, out var entry) || old.TryGetValue(keyId, out entry))
        {
            if (entry.Until > time.GetUtcNow())
            {
                young.TryAdd(keyId, entry);
                return entry.Key;
            }

            young.TryRemove(keyId, out _);
            old.TryRemove(keyId, out _);
        }

        return null;
    }

    private void Keep(SignerKey key)
    {
        if (young.Count >= Most)
        {
            old = young;
            young = new(StringComparer.Ordinal);
        }

        young[key.KeyId] = (key, time.GetUtcNow() + Kept);
    }

    private KeyAnswer? Refused(string what) =>
        refused.TryGetValue(what, out var entry) && entry.Until > time.GetUtcNow() ? entry.Answer : null;

    private KeyAnswer Refuse(string what, KeyAnswer answer, TimeSpan lasts)
    {
        Bound(refused);
        refused[what] = (answer, time.GetUtcNow() + lasts);
        return answer;
    }

    private static void Bound<T>(ConcurrentDictionary<string, T> remembered)
    {
        if (remembered.Count >= Most)
        {
            remembered.Clear();
        }
    }
}
