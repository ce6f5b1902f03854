namespace Fediprofs.Domain.Actors;

/// <summary>ActivityStreams actor types. Numbers are stored.</summary>
public enum ActorKind
{
    /// <summary>A person.</summary>
    Person = 1,

    /// <summary>A bot.</summary>
    Service = 2,

    /// <summary>A server's own actor.</summary>
    Application = 3,

    /// <summary>A group.</summary>
    Group = 4,

    /// <summary>An organisation.</summary>
    Organization = 5,
}

/// <summary>Whoever can act, local or remote, as a row of <c>actors</c>.</summary>
public sealed record ActorRow
{
    /// <summary>Snowflake; the id in Mastodon's API.</summary>
    public required long Id { get; init; }

    /// <summary>The ActivityPub id.</summary>
    public required string Uri { get; init; }

    /// <summary>Whether it lives on this instance.</summary>
    public required bool Local { get; init; }

    /// <summary>The type.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>The part before the @.</summary>
    public required string Username { get; init; }

    /// <summary>The part after the @; empty for this instance.</summary>
    public required string Domain { get; init; }

    /// <summary>The page for people.</summary>
    public string? Url { get; init; }

    /// <summary>Plain text.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Sanitised HTML.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Local people: the summary as written.</summary>
    public string? SummarySource { get; init; }

    /// <summary>Picture.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>What the picture shows.</summary>
    public string? AvatarAlt { get; init; }

    /// <summary>Banner.</summary>
    public string? HeaderUrl { get; init; }

    /// <summary>What the banner shows.</summary>
    public string? HeaderAlt { get; init; }

    /// <summary>Profile fields.</summary>
    public IReadOnlyList<ProfileField> Fields { get; init; } = [];

    /// <summary>Custom emoji in the texts.</summary>
    public IReadOnlyList<EmojiRef> Emojis { get; init; } = [];

    /// <summary>Where activities for it go.</summary>
    public string? Inbox { get; init; }

    /// <summary>Where activities for all of its server go.</summary>
    public string? SharedInbox { get; init; }

    /// <summary>Outbox collection.</summary>
    public string? Outbox { get; init; }

    /// <summary>Followers collection: what a followers-only post is addressed to.</summary>
    public string? FollowersUri { get; init; }

    /// <summary>Following collection.</summary>
    public string? FollowingUri { get; init; }

    /// <summary>Pinned posts.</summary>
    public string? FeaturedUri { get; init; }

    /// <summary>Other ids of the same person.</summary>
    public IReadOnlyList<string> AlsoKnownAs { get; init; } = [];

    /// <summary>Where it moved.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Approves followers by hand.</summary>
    public bool Locked { get; init; }

    /// <summary>May be suggested and listed.</summary>
    public bool Discoverable { get; init; }

    /// <summary>Public posts may be searched (FEP-5feb).</summary>
    public bool Indexable { get; init; }

    /// <summary>Followers and following are not shown.</summary>
    public bool HidesCollections { get; init; }

    /// <summary>Académie, by curriculum key (local people).</summary>
    public string? Academie { get; init; }

    /// <summary>Role in education, by curriculum key; information, never rank.</summary>
    public string? TeachingRole { get; init; }

    /// <summary>Subjects, by curriculum key.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Levels, by curriculum key.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>When the account was opened, as its origin says.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Version of the document as its origin says; newer wins.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When a remote document was last fetched.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>Suspended here.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Gone for ever.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Known followers.</summary>
    public int FollowersCount { get; init; }

    /// <summary>Known followed.</summary>
    public int FollowingCount { get; init; }

    /// <summary>Known posts.</summary>
    public int StatusesCount { get; init; }

    /// <summary>When it last posted, as known here.</summary>
    public DateTimeOffset? LastPostAt { get; init; }

    /// <summary>"name" for local people, "name@domain" for others.</summary>
    public string Acct => Domain.Length == 0 ? Username : $"{Username}@{Domain}";
}

/// <summary>A field of a profile.</summary>
/// <param name="Name">Plain text.</param>
/// <param name="Value">Sanitised HTML.</param>
public sealed record ProfileField(string Name, string Value);

/// <summary>A custom emoji.</summary>
/// <param name="Shortcode">Without colons.</param>
/// <param name="Url">The picture.</param>
public sealed record EmojiRef(string Shortcode, string Url);

/// <summary>A verification key of an actor.</summary>
/// <param name="KeyId">The key's id.</param>
/// <param name="Algorithm">Which algorithm.</param>
/// <param name="PublicKey">RSA: SubjectPublicKeyInfo DER; Ed25519: 32 raw bytes.</param>
public sealed record ActorKeyRow(string KeyId, KeyAlgorithm Algorithm, byte[] PublicKey);

/// <summary>Algorithms of stored keys. Numbers are stored.</summary>
public enum KeyAlgorithm
{
    /// <summary>RSA.</summary>
    Rsa = 1,

    /// <summary>Ed25519.</summary>
    Ed25519 = 2,
}
