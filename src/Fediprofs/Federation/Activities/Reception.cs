using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Storage;

namespace Fediprofs.Federation.Activities;

/// <summary>An activity with all that its decision may ask: the proven actor, what is known, ids, the time. No database.</summary>
/// <param name="incoming">The activity.</param>
/// <param name="signer">The proven actor.</param>
/// <param name="known">What was gathered.</param>
/// <param name="instance">Our addresses.</param>
/// <param name="ids">Fresh ids.</param>
/// <param name="now">The moment of the commit.</param>
public sealed class Reception(Incoming incoming, KnownActor signer, Known known, InstanceUris instance, SnowflakeIds ids, DateTimeOffset now)
{
    /// <summary>The activity.</summary>
    public Incoming Incoming { get; } = incoming;

    /// <summary>The proven actor.</summary>
    public KnownActor Signer { get; } = signer;

    /// <summary>What was gathered.</summary>
    public Known Known { get; } = known;

    /// <summary>Our addresses.</summary>
    public InstanceUris Instance { get; } = instance;

    /// <summary>Fresh ids.</summary>
    public SnowflakeIds Ids { get; } = ids;

    /// <summary>The moment of the commit.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>When it was done, by the sender's clock, never in the future.</summary>
    public DateTimeOffset At => Incoming.Activity.Published is { } published && published < Now ? published : Now;

    /// <summary>A local person who is still here.</summary>
    public KnownActor? LocalPerson(string? uri) =>
        Known.Actor(uri) is { Local: true, Gone: false, Kind: not Domain.Actors.ActorKind.Application } person ? person : null;

    /// <summary>An id of the signer's own host; null for any other: nobody speaks for another host's ids (FEP-fe34).</summary>
    public string? OwnId(string? id) => WebAddress.SameHost(id, Signer.Uri) ? id : null;

    /// <summary>The answer to something whose id was undone before it came; null when it may take effect.</summary>
    public Receipt? UndoneBefore(string? id) => Known.IsGone(id) ? new Receipt.Ignored("undone before it came") : null;
}
