namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>An actor of ours as <see cref="ActorWriter"/> writes it.</summary>
public sealed record ActorDocument
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Person, Group, Service or Application.</summary>
    public required string Type { get; init; }

    /// <summary>User name: letters, digits, underscores, and dots or hyphens between them, no accents.</summary>
    public required string PreferredUsername { get; init; }

    /// <summary>Handle without a sign before it, <c>user@domain</c> (FEP-2c59).</summary>
    public required string Webfinger { get; init; }

    /// <summary>Display name, plain text.</summary>
    public string? Name { get; init; }

    /// <summary>Biography, HTML.</summary>
    public string? Summary { get; init; }

    /// <summary>Web address of the profile page.</summary>
    public required string Url { get; init; }

    /// <summary>Where to deliver to it.</summary>
    public required string Inbox { get; init; }

    /// <summary>Collection of its activities.</summary>
    public required string Outbox { get; init; }

    /// <summary>Collection of its followers.</summary>
    public string? Followers { get; init; }

    /// <summary>Collection of those it follows.</summary>
    public string? Following { get; init; }

    /// <summary>Collection of its pinned posts.</summary>
    public string? Featured { get; init; }

    /// <summary>Collection of the hashtags on its profile.</summary>
    public string? FeaturedTags { get; init; }

    /// <summary>Where to deliver once for all of us.</summary>
    public string? SharedInbox { get; init; }

    /// <summary>Whether followers are approved by hand.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether it wants to be suggested and listed.</summary>
    public bool Discoverable { get; init; }

    /// <summary>Whether its public posts may be searched (FEP-5feb).</summary>
    public bool Indexable { get; init; }

    /// <summary>Whether it is suspended here.</summary>
    public bool Suspended { get; init; }

    /// <summary>When the account was opened.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When the profile was last changed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Avatar.</summary>
    public ProfileImage? Icon { get; init; }

    /// <summary>Header picture.</summary>
    public ProfileImage? Image { get; init; }

    /// <summary>Lines of the profile, values in HTML.</summary>
    public IReadOnlyList<ProfileField> Fields { get; init; } = [];

    /// <summary>Hashtags of the biography.</summary>
    public IReadOnlyList<Hashtag> Hashtags { get; init; } = [];

    /// <summary>Custom emojis of name and biography.</summary>
    public IReadOnlyList<Emoji> Emojis { get; init; } = [];

    /// <summary>Ids of actors that are the same person.</summary>
    public IReadOnlyList<string> AlsoKnownAs { get; init; } = [];

    /// <summary>Id of the actor that it moved to.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Domains whose pages may name it as author.</summary>
    public IReadOnlyList<string> AttributionDomains { get; init; } = [];

    /// <summary>Id of the RSA key, best <c>{actor}#main-key</c>.</summary>
    public required string PublicKeyId { get; init; }

    /// <summary>The RSA key as SPKI PEM.</summary>
    public required string PublicKeyPem { get; init; }

    /// <summary>Its Ed25519 keys (FEP-521a): id and Multikey of each.</summary>
    public IReadOnlyList<(string Id, string Multibase)> AssertionMethods { get; init; } = [];
}
