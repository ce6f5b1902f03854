namespace Fediprofs.Domain.Curriculum;

/// <summary>What every line of the curriculum has: a key that never changes, and a label in each language.</summary>
/// <param name="Key">Stable, lower case, ASCII: <c>francais</c>, <c>cm1</c>, <c>lyon</c>. Stored and federated; never renamed.</param>
/// <param name="French">The label shown to readers of French, and the <c>name</c> that federates.</param>
/// <param name="English">The label shown to readers of English.</param>
public abstract record CurriculumEntry(string Key, string French, string English)
{
    /// <summary>The label in a language; French unless the language is English.</summary>
    /// <param name="language">A BCP 47 tag such as <c>fr</c>, <c>en</c> or <c>en-GB</c>.</param>
    public string Label(string? language) =>
        language is not null && (language.Equals("en", StringComparison.OrdinalIgnoreCase)
            || language.StartsWith("en-", StringComparison.OrdinalIgnoreCase))
            ? English
            : French;
}

/// <summary>A subject or a level: what a question may be about, with the hashtag that says so to the rest of the fediverse.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
/// <param name="Hashtag">CamelCase for screen readers, ASCII, without the <c>#</c>: <c>HistoireGeo</c>.</param>
/// <param name="Aliases">Other hashtags under which it is recognised when reading; never written.</param>
public abstract record CurriculumTopic(string Key, string French, string English, string Hashtag, IReadOnlyList<string>? Aliases)
    : CurriculumEntry(Key, French, English)
{
    /// <summary>The concept's id: our own, so that no change of the national vocabulary breaks old posts.</summary>
    public abstract string ConceptId { get; }
}

/// <summary>A subject taught, or a cross-cutting matter of the profession.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
/// <param name="Hashtag">Its hashtag, without the <c>#</c>.</param>
/// <param name="Group">Key of its <see cref="SubjectGroup"/>.</param>
/// <param name="Aliases">Other hashtags that mean it.</param>
public sealed record Subject(string Key, string French, string English, string Hashtag, string Group, IReadOnlyList<string>? Aliases = null)
    : CurriculumTopic(Key, French, English, Hashtag, Aliases)
{
    /// <summary>What every subject's concept id begins with.</summary>
    public const string Namespace = "https://w3id.org/fediprofs/subject/";

    /// <inheritdoc/>
    public override string ConceptId => Namespace + Key;
}

/// <summary>A heading under which a picker shows subjects.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
public sealed record SubjectGroup(string Key, string French, string English) : CurriculumEntry(Key, French, English);

/// <summary>What a level is: everything, a cycle that contains classes, or a class.</summary>
public enum LevelKind
{
    /// <summary>All levels.</summary>
    All,

    /// <summary>A cycle, or a stage that plays its part (lycée, after the baccalauréat, adapted classes).</summary>
    Cycle,

    /// <summary>A class, such as CM1, or what stands in its place, such as ULIS.</summary>
    Class,
}

/// <summary>A class, a cycle, or all levels.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
/// <param name="Hashtag">Its hashtag, without the <c>#</c>.</param>
/// <param name="Kind">Class, cycle or all.</param>
/// <param name="Within">Key of the level that contains it; null for all levels.</param>
/// <param name="Aliases">Other hashtags that mean it.</param>
public sealed record Level(
    string Key, string French, string English, string Hashtag, LevelKind Kind, string? Within = null, IReadOnlyList<string>? Aliases = null)
    : CurriculumTopic(Key, French, English, Hashtag, Aliases)
{
    /// <summary>What every level's concept id begins with.</summary>
    public const string Namespace = "https://w3id.org/fediprofs/level/";

    /// <inheritdoc/>
    public override string ConceptId => Namespace + Key;
}

/// <summary>What somebody does at school. Information that a person may give, never a rank or a weight: each one's word has the same value.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
public sealed record EducatorRole(string Key, string French, string English) : CurriculumEntry(Key, French, English);

/// <summary>An académie, or a service outside the académies.</summary>
public enum AcademieKind
{
    /// <summary>One of the thirty académies (Code de l'éducation, art. R222-2).</summary>
    Academie,

    /// <summary>A vice-rectorat, or the service of Saint-Pierre-et-Miquelon.</summary>
    ViceRectorat,
}

/// <summary>An académie and the domains its staff write from.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
/// <param name="Kind">Académie or vice-rectorat.</param>
/// <param name="Domains">Mail domains, lower case; the first is today's, the others are those of académies that merged into it.</param>
public sealed record Academie(string Key, string French, string English, AcademieKind Kind, IReadOnlyList<string> Domains)
    : CurriculumEntry(Key, French, English);
