using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fediprofs.OAuth.Documents;
using Marten;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fediprofs.OAuth.Tokens;

/// <summary>
/// The tokens that this node has seen valid, by their hash, so that a request costs neither a signature nor a query.
/// Every node hears of a revocation by NOTIFY; while it cannot hear (see <see cref="RevocationListener"/>) nothing is kept,
/// and each request asks the database.
/// </summary>
public sealed class LiveTokens(IDocumentStore store, TimeProvider clock)
{
    internal const string Channel = "oauth_token_revoked";

    private const int Capacity = 100_000;

    // The net under NOTIFY: what is kept is asked again this often.
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Digest, Kept> kept = new();
    private readonly ConcurrentDictionary<string, Digest> digests = new();
    private int count;
    private long revocations;
    private volatile bool hearing;

    /// <summary>The principal of a token that was found valid before and has not been revoked since.</summary>
    public TokenPrincipal? Find(string token)
    {
        if (!hearing || !kept.TryGetValue(Digest.Of(token), out var found))
        {
            return null;
        }

        if (found.Until > clock.GetUtcNow())
        {
            return found.Principal;
        }

        Forget(found.Principal.TokenId);
        return null;
    }

    /// <summary>Asks the database whether the token's entry is valid, and if so remembers the token.</summary>
    public async Task<bool> AdmitAsync(string token, TokenPrincipal principal, CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref revocations);
        await using var session = store.QuerySession();
        if (await session.LoadAsync<OAuthToken>(principal.TokenId, cancellationToken) is not { Status: Statuses.Valid })
        {
            return false;
        }

        Keep(token, principal);
        if (Interlocked.Read(ref revocations) != before)
        {
            // A revocation was heard since the question: it may have been this token's.
            Drop(principal.TokenId);
        }

        return true;
    }

    /// <summary>Stops trusting a token on this node.</summary>
    public void Forget(string tokenId)
    {
        Interlocked.Increment(ref revocations);
        Drop(tokenId);
    }

    /// <summary>Tells every node, in the transaction of <paramref name="session"/>, that a token is no longer valid.</summary>
    internal static void Announce(IDocumentOperations session, string tokenId) =>
        session.QueueSqlCommand("select pg_notify(?, ?)", Channel, tokenId);

    /// <summary>Whether revocations are heard from now on. What was kept until now is forgotten either way.</summary>
    internal void Hear(bool heard)
    {
        hearing = false;
        Interlocked.Increment(ref revocations);
        Clear();
        hearing = heard;
    }

    private void Keep(string token, TokenPrincipal principal)
    {
        if (!hearing)
        {
            return;
        }

        if (Volatile.Read(ref count) >= Capacity)
        {
            Clear();
        }

        var until = clock.GetUtcNow() + Trust;
        var digest = Digest.Of(token);
        digests[principal.TokenId] = digest;
        if (kept.TryAdd(digest, new Kept(principal, until < principal.Expires ? until : principal.Expires)))
        {
            Interlocked.Increment(ref count);
        }
    }

    private void Drop(string tokenId)
    {
        if (digests.TryRemove(tokenId, out var digest) && kept.TryRemove(digest, out _))
        {
            Interlocked.Decrement(ref count);
        }
    }

    private void Clear()
    {
        foreach (var tokenId in digests.Keys)
        {
            Drop(tokenId);
        }
    }

    private sealed record Kept(TokenPrincipal Principal, DateTimeOffset Until);

    private readonly record struct Digest(UInt128 High, UInt128 Low)
    {
        public static Digest Of(string token)
        {
            Span<UInt128> hash = stackalloc UInt128[2];
            SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), MemoryMarshal.AsBytes(hash));
            return new Digest(hash[0], hash[1]);
        }
    }
}
