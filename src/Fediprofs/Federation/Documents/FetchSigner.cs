using Fediprofs.ActivityPub.Signatures;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Storage;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace Fediprofs.Federation.Documents;

/// <summary>
/// Who signed a GET. Only asked for what not everybody may read; whoever may read that is known here already, so nothing is fetched.
/// </summary>
internal sealed class FetchSigner(NpgsqlDataSource database, ActorKeys keys, TimeProvider time)
{
    /// <summary>The signer's actor id; <see cref="VisibleTo.Anyone"/> when nobody known signed, or not rightly.</summary>
    public async Task<long> OfAsync(HttpContext context)
    {
        var request = context.Request;
        var signed = new SignedRequest(
            request.Method, request.Scheme, request.Host.Value ?? "", context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path.Value ?? "/",
            [.. request.Headers.SelectMany(h => h.Value.Select(v => new HttpField(h.Key, v ?? "")))], ReadOnlyMemory<byte>.Empty);
        if (RequestVerification.Read(signed, out _) is not { } claimed
            || !RequestVerification.CheckPolicy(signed, claimed, time.GetUtcNow()).IsValid
            || await OwnerAsync(claimed.KeyId, context.RequestAborted) is not { } owner)
        {
            return VisibleTo.Anyone;
        }

        return await keys.FindAsync(claimed.KeyId, owner.Uri, fetch: false, context.RequestAborted) is KeyAnswer.Found found
            && RequestVerification.CheckSignature(signed, claimed, found.Key.Key).IsValid
            ? owner.Id
            : VisibleTo.Anyone;
    }

    private async Task<(long Id, string Uri)?> OwnerAsync(string keyId, CancellationToken cancel)
    {
        // Index: actor_keys_pkey.
        await using var command = database.CreateCommand(
            "select a.id, a.uri from actor_keys k join actors a on a.id = k.actor where k.key_id_key = $1 and a.deleted_at is null and a.suspended_at is null");
        command.Parameters.Add(new() { Value = UriKey.Of(keyId) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetString(1)) : null;
    }
}
