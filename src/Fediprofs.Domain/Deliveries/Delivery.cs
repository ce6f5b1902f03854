using System.Security.Cryptography;

namespace Fediprofs.Domain.Deliveries;

/// <summary>Where an activity is posted to.</summary>
/// <param name="Host">Host and port, lower case: what is queued, leased and backed off.</param>
/// <param name="Inbox">The inbox's address.</param>
public readonly record struct InboxAddress(string Host, string Inbox)
{
    /// <summary>The address of an inbox; null when it is not an http or https URL.</summary>
    public static InboxAddress? Of(string? inbox) =>
        Uri.TryCreate(inbox, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? new(uri.Authority.ToLowerInvariant(), inbox!)
            : null;
}

/// <summary>The bytes of an activity, made once for all its recipients.</summary>
public sealed class ActivityBody(long id, long actor, byte[] bytes)
{
    private byte[]? sha256;

    /// <summary>The outgoing row's id.</summary>
    public long Id { get; } = id;

    /// <summary>The local actor who signs.</summary>
    public long Actor { get; } = actor;

    /// <summary>UTF-8 JSON.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>SHA-256 of the bytes, computed once for all recipients.</summary>
    public byte[] Sha256 => sha256 ??= SHA256.HashData(Bytes);
}

/// <summary>One activity for one inbox: a row of <c>delivery</c>.</summary>
/// <param name="Host">The queue it stands in.</param>
/// <param name="Inbox">Where it goes.</param>
/// <param name="Subject">What it is about: on one host, what is about the same arrives in order.</param>
/// <param name="Attempts">Tries that the host answered with an error while it took others.</param>
/// <param name="Body">What is posted.</param>
public sealed record Delivery(string Host, string Inbox, long Subject, int Attempts, ActivityBody Body)
{
    /// <summary>The outgoing row's id.</summary>
    public long Id => Body.Id;
}

/// <summary>An activity that is ready to go, with everywhere it goes.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Inboxes">Distinct inboxes; may be empty, then it is only counted.</param>
public sealed record ReadyActivity(ActivityBody Body, long Subject, IReadOnlyList<InboxAddress> Inboxes);

/// <summary>A host that this node may send to until its lease ends.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="Epoch">Grows with each lease: an older one no longer counts.</param>
/// <param name="Failures">Failures in a row so far.</param>
/// <param name="FirstFailureAt">When they began.</param>
public sealed record HostLease(string Host, long Epoch, int Failures, DateTimeOffset? FirstFailureAt);
