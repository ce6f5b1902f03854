using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fediprofs.Domain.Curriculum;

/// <summary>
/// Subjects, levels, roles and académies, as the data files beside this class list them. Immutable and the same for every
/// instance: register it as a singleton. The order of the files is the order in which readers see them.
/// </summary>
public sealed class CurriculumCatalogue
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly FrozenDictionary<string, Subject> subjects;
    private readonly FrozenDictionary<string, Level> levels;
    private readonly FrozenDictionary<string, EducatorRole> roles;
    private readonly FrozenDictionary<string, Academie> academies;
    private readonly FrozenDictionary<string, Academie> byDomain;
    private readonly FrozenDictionary<string, Subject> subjectsByHashtag;
    private readonly FrozenDictionary<string, Level> levelsByHashtag;

    private CurriculumCatalogue(
        IReadOnlyList<SubjectGroup> groups, IReadOnlyList<Subject> subjects, IReadOnlyList<Level> levels,
        IReadOnlyList<EducatorRole> roles, IReadOnlyList<Academie> academies)
    {
        SubjectGroups = groups;
        Subjects = subjects;
        Levels = levels;
        Roles = roles;
        Academies = academies;
        this.subjects = subjects.ToFrozenDictionary(s => s.Key, StringComparer.Ordinal);
        this.levels = levels.ToFrozenDictionary(l => l.Key, StringComparer.Ordinal);
        this.roles = roles.ToFrozenDictionary(r => r.Key, StringComparer.Ordinal);
        this.academies = academies.ToFrozenDictionary(a => a.Key, StringComparer.Ordinal);
        byDomain = academies.SelectMany(a => a.Domains.Select(d => (d, a)))
            .ToFrozenDictionary(x => x.d, x => x.a, StringComparer.OrdinalIgnoreCase);
        subjectsByHashtag = ByHashtag(subjects);
        levelsByHashtag = ByHashtag(levels);
    }

    /// <summary>Headings of the subjects, in order.</summary>
    public IReadOnlyList<SubjectGroup> SubjectGroups { get; }

    /// <summary>Every subject, in order.</summary>
    public IReadOnlyList<Subject> Subjects { get; }

    /// <summary>Every level in order; a cycle stands before the classes it contains.</summary>
    public IReadOnlyList<Level> Levels { get; }

    /// <summary>Every role, in no order of rank.</summary>
    public IReadOnlyList<EducatorRole> Roles { get; }

    /// <summary>The thirty académies, then the vice-rectorats.</summary>
    public IReadOnlyList<Academie> Academies { get; }

    /// <summary>Reads the data files embedded in this assembly.</summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed, a key stands twice, or a hashtag means two things.</exception>
    public static CurriculumCatalogue Load()
    {
        try
        {
            return new CurriculumCatalogue(
                Read<SubjectGroup>("subject-groups"), Read<Subject>("subjects"), Read<Level>("levels"),
                Read<EducatorRole>("roles"), Read<Academie>("academies"));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException("The curriculum's data files cannot be used: " + e.Message, e);
        }
    }

    /// <summary>The subject with this key, or null.</summary>
    /// <param name="key">A stable key such as <c>francais</c>.</param>
    public Subject? Subject(string? key) => key is null ? null : subjects.GetValueOrDefault(key);

    /// <summary>The level with this key, or null.</summary>
    /// <param name="key">A stable key such as <c>cm1</c>.</param>
    public Level? Level(string? key) => key is null ? null : levels.GetValueOrDefault(key);

    /// <summary>The role with this key, or null.</summary>
    /// <param name="key">A stable key such as <c>cpe</c>.</param>
    public EducatorRole? Role(string? key) => key is null ? null : roles.GetValueOrDefault(key);

    /// <summary>The académie with this key, or null.</summary>
    /// <param name="key">A stable key such as <c>lyon</c>.</param>
    public Academie? Academie(string? key) => key is null ? null : academies.GetValueOrDefault(key);

    /// <summary>The subject with this concept id, or null.</summary>
    /// <param name="conceptId">An id such as <c>https://w3id.org/fediprofs/subject/francais</c>, compared exactly.</param>
    public Subject? SubjectByConcept(string? conceptId) => Subject(KeyOf(conceptId, Curriculum.Subject.Namespace));

    /// <summary>The level with this concept id, or null.</summary>
    /// <param name="conceptId">An id such as <c>https://w3id.org/fediprofs/level/cm1</c>, compared exactly.</param>
    public Level? LevelByConcept(string? conceptId) => Level(KeyOf(conceptId, Curriculum.Level.Namespace));

    /// <summary>The subject that a hashtag means, or null. Case and accents do not matter.</summary>
    /// <param name="hashtag">With or without <c>#</c>.</param>
    public Subject? SubjectByHashtag(string? hashtag) =>
        hashtag is null ? null : subjectsByHashtag.GetValueOrDefault(FoldedHashtag.Of(hashtag));

    /// <summary>The level that a hashtag means, or null. Case and accents do not matter.</summary>
    /// <param name="hashtag">With or without <c>#</c>.</param>
    public Level? LevelByHashtag(string? hashtag) =>
        hashtag is null ? null : levelsByHashtag.GetValueOrDefault(FoldedHashtag.Of(hashtag));

    /// <summary>The académie a host or mail domain belongs to, or null: <c>ac-lyon.fr</c> itself and everything under it.</summary>
    /// <param name="domain">A host name such as <c>profs.ac-lyon.fr</c>, without port.</param>
    public Academie? AcademieByDomain(string? domain)
    {
        for (var rest = domain; !string.IsNullOrEmpty(rest);)
        {
            if (byDomain.TryGetValue(rest, out var academie))
            {
                return academie;
            }

            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            rest = dot < 0 ? null : rest[(dot + 1)..];
        }

        return null;
    }

    /// <summary>The levels directly inside a level, in order: the classes of a cycle, the cycles of all levels.</summary>
    /// <param name="level">The containing level.</param>
    public IEnumerable<Level> Inside(Level level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return Levels.Where(l => l.Within == level.Key);
    }

    /// <summary>The subjects under a heading, in order.</summary>
    /// <param name="group">The heading.</param>
    public IEnumerable<Subject> Under(SubjectGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Subjects.Where(s => s.Group == group.Key);
    }

    private static string? KeyOf(string? conceptId, string prefix) =>
        conceptId is not null && conceptId.StartsWith(prefix, StringComparison.Ordinal) ? conceptId[prefix.Length..] : null;

    private static FrozenDictionary<string, T> ByHashtag<T>(IEnumerable<T> topics) where T : CurriculumTopic
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var topic in topics)
        {
            foreach (var hashtag in (topic.Aliases ?? []).Prepend(topic.Hashtag).Select(FoldedHashtag.Of).Distinct())
            {
                found.Add(hashtag, topic);
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static T[] Read<T>(string name)
    {
        var resource = $"Fediprofs.Domain.Curriculum.Data.{name}.json";
        using var stream = typeof(CurriculumCatalogue).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidDataException($"The curriculum's data file {resource} is not in the assembly.");
        return JsonSerializer.Deserialize<T[]>(stream, Json)
            ?? throw new InvalidDataException($"The curriculum's data file {resource} is empty.");
    }
}
