using System.Collections.Concurrent;
using Fediprofs.ActivityPub.Keys;
using Npgsql;

namespace Fediprofs.Domain.Actors;

/// <summary>The private keys of a local actor, imported.</summary>
/// <param name="ActorUri">Whose.</param>
/// <param name="Rsa">For draft-cavage and <c>rsa-v1_5-sha256</c>.</param>
/// <param name="Ed25519">For RFC 9421 with <c>ed25519</c>, and proofs.</param>
public sealed record LocalKeys(string ActorUri, RsaSigningKey Rsa, Ed25519SigningKey Ed25519)
{
    /// <summary>The id of <see cref="Rsa"/>.</summary>
    public string RsaKeyId { get; } = ActorKeyPair.RsaKeyId(ActorUri);

    /// <summary>The id of <see cref="Ed25519"/>.</summary>
    public string Ed25519KeyId { get; } = ActorKeyPair.Ed25519KeyId(ActorUri);
}

/// <summary>
/// The private keys of local actors, kept imported: importing costs more than signing. Keys that another process replaced
/// are noticed within a minute, or at once by <see cref="Forget"/>.
/// </summary>
public sealed class ActorSigningKeys(NpgsqlDataSource database, TimeProvider time)
{
    private const int Most = 4096;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<long, Kept> kept = new();

    /// <summary>The keys of a local actor; null when it has none (any more).</summary>
    public async ValueTask<LocalKeys?> OfAsync(long actor, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(actor, out var known) && now - known.At < Fresh)
        {
            return known.Keys;
        }

        var keys = await LoadAsync(actor, known, now, cancel);
        if (kept.Count >= Most)
        {
            kept.Clear();
        }

        if (keys is null)
        {
            kept.TryRemove(actor, out _);
            return null;
        }

        kept[actor] = keys;
        return keys.Keys;
    }

    /// <summary>Reads the keys again at their next use.</summary>
    public void Forget(long actor) => kept.TryRemove(actor, out _);

    private async Task<Kept?> LoadAsync(long actor, Kept? known, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select a.uri, k.created_at, k.rsa_private, k.ed25519_private from signing_keys k join actors a on a.id = k.actor where k.actor = $1");
        command.Parameters.Add(new() { Value = actor });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            return null;
        }

        var made = reader.GetFieldValue<DateTimeOffset>(1);
        return known is not null && known.Made == made
            ? known with { At = now }
            : new(
                new(
                    reader.GetString(0),
                    RsaKeys.ImportPrivate(reader.GetFieldValue<byte[]>(2)),
                    Ed25519Keys.ImportPrivate(reader.GetFieldValue<byte[]>(3))),
                made,
                now);
    }

    private sealed record Kept(LocalKeys Keys, DateTimeOffset Made, DateTimeOffset At);
}
