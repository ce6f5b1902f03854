namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Somebody who can act, as their server describes them. Texts are raw: HTML is not yet sanitised.</summary>
public sealed record ActorObject
{
    /// <summary>Its id, never normalised.</summary>
    public required string Id { get; init; }

    /// <summary>Person, Service, Application, Group or Organization.</summary>
    public required string Type { get; init; }

    /// <summary>User name; WebFinger must confirm it.</summary>
    public string? PreferredUsername { get; init; }

    /// <summary>The handle that the actor claims, <c>user@domain</c> without a scheme (FEP-2c59); WebFinger must confirm it.</summary>
    public string? Webfinger { get; init; }

    /// <summary>Display name; null when there is none.</summary>
    public string? Name { get; init; }

    /// <summary>Biography, HTML or plain text.</summary>
    public string? Summary { get; init; }

    /// <summary>Web address of the profile page.</summary>
    public string? Url { get; init; }

    /// <summary>Where to deliver to this actor alone.</summary>
    public required string Inbox { get; init; }

    /// <summary>Where to deliver once for all actors of its server.</summary>
    public string? SharedInbox { get; init; }

    /// <summary>Collection of its activities.</summary>
    public string? Outbox { get; init; }

    /// <summary>Collection of those who follow it.</summary>
    public string? Followers { get; init; }

    /// <summary>Collection of those it follows.</summary>
    public string? Following { get; init; }

    /// <summary>Collection of its pinned posts.</summary>
    public string? Featured { get; init; }

    /// <summary>Avatar.</summary>
    public ProfileImage? Icon { get; init; }

    /// <summary>Header picture.</summary>
    public ProfileImage? Image { get; init; }

    /// <summary>Lines of its profile.</summary>
    public IReadOnlyList<ProfileField> Fields { get; init; } = [];

    /// <summary>Whether it approves followers by hand.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether it wants to be suggested and listed.</summary>
    public bool Discoverable { get; init; }

    /// <summary>Whether its public posts may be searched (FEP-5feb).</summary>
    public bool Indexable { get; init; }

    /// <summary>A program rather than a person.</summary>
    public bool IsBot => Type is "Service" or "Application";

    /// <summary>A group, which boosts what it is addressed in.</summary>
    public bool IsGroup => Type is "Group";

    /// <summary>When the account was opened.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When the profile was last changed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Id of the actor that it moved to.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Ids of actors that are the same person.</summary>
    public IReadOnlyList<string> AlsoKnownAs { get; init; } = [];

    /// <summary>Whether its server suspended it.</summary>
    public bool Suspended { get; init; }

    /// <summary>Whether its person has died.</summary>
    public bool Memorial { get; init; }

    /// <summary>Its public keys; those whose owner is another are not among them.</summary>
    public IReadOnlyList<ActorKey> Keys { get; init; } = [];

    /// <summary>Custom emojis of its name and biography.</summary>
    public IReadOnlyList<Emoji> Emojis { get; init; } = [];

    /// <summary>Hashtags of its biography.</summary>
    public IReadOnlyList<Hashtag> Hashtags { get; init; } = [];

    /// <summary>Domains whose pages may name it as author (<c>fediverse:creator</c>).</summary>
    public IReadOnlyList<string> AttributionDomains { get; init; } = [];

    /// <summary>Specifications that its server says it speaks (FEP-844e).</summary>
    public IReadOnlyList<string> Implements { get; init; } = [];

    /// <summary>Whether its server says that it verifies RFC 9421 signatures.</summary>
    public bool SpeaksRfc9421 => Implements.Any(specification => specification.Contains("rfc9421", StringComparison.OrdinalIgnoreCase));
}
