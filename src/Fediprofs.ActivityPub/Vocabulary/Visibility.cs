namespace Fediprofs.ActivityPub.Vocabulary;

/// <summary>Who may see a post or a boost.</summary>
public enum Visibility
{
    /// <summary>Everybody, and it is listed.</summary>
    Public,

    /// <summary>Everybody who comes across it; not listed in public timelines ("quiet public").</summary>
    Unlisted,

    /// <summary>The author's followers.</summary>
    Followers,

    /// <summary>Those addressed.</summary>
    Direct,
}
