using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Actors;

/// <summary>
/// Names of local people. A handle is never given twice; to remember that without remembering the name,
/// <c>handles</c> holds a keyed hash.
/// </summary>
public static partial class Handles
{
    /// <summary>Why a name cannot be a handle; null when it can. Mastodon's rule, at most 30 letters: ASCII only, no accents.</summary>
    public static Refusal? Check(string username) =>
        username.Length is > 0 and <= 30 && Allowed().IsMatch(username) ? null : Refusal.HandleInvalid;

    /// <summary>NFKC, lower case.</summary>
    public static string Normalise(string username) => username.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>The key under which a local name is remembered for ever.</summary>
    public static Guid KeyOf(string username, ReadOnlySpan<byte> secret) =>
        new(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(Normalise(username))).AsSpan(0, 16), bigEndian: true);

    /// <summary>Takes a handle for an actor; false when it is or was somebody's.</summary>
    public static async Task<bool> TakeAsync(RowWriting writing, string username, long actor, byte[] secret, CancellationToken cancel) =>
        await writing.ExecuteAsync(
            "insert into handles (key, actor, confirmed_at) values ($1, $2, $3) on conflict do nothing",
            cancel, KeyOf(username, secret), actor, writing.Now) == 1;

    // Mastodon: [a-z0-9_]+([.-]+[a-z0-9_]+)*, case-insensitive.
    [GeneratedRegex("^[A-Za-z0-9_]+([.-]+[A-Za-z0-9_]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
