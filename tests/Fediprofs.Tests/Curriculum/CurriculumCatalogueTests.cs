using System.Text.RegularExpressions;
using Fediprofs.Domain.Curriculum;

namespace Fediprofs.Tests.Curriculum;

public sealed partial class CurriculumCatalogueTests
{
    private static readonly CurriculumCatalogue Catalogue = CurriculumCatalogue.Load();

    private static IEnumerable<CurriculumTopic> Topics => [.. Catalogue.Subjects, .. Catalogue.Levels];

    private static IEnumerable<CurriculumEntry> Entries => [.. Topics, .. Catalogue.SubjectGroups, .. Catalogue.Roles, .. Catalogue.Academies];

    [Fact]
    public void Keys_are_stable_slugs_and_stand_once_in_their_list()
    {
        Assert.All(Entries, e => Assert.Matches(Slug(), e.Key));
        Assert.Equal(Topics.Count(), Topics.Select(t => t.ConceptId).Distinct().Count());
    }

    [Fact]
    public void Every_entry_has_a_label_in_both_languages() => Assert.All(Entries, e =>
    {
        Assert.False(string.IsNullOrWhiteSpace(e.Label("fr")));
        Assert.False(string.IsNullOrWhiteSpace(e.Label("en-GB")));
    });

    [Fact]
    public void Hashtags_are_ASCII_words_that_Mastodon_takes_and_mean_one_thing_each()
    {
        var all = Topics.SelectMany(t => (t.Aliases ?? []).Prepend(t.Hashtag)).ToList();
        // Mastodon's Tag model: word characters, at least one of them a letter.
        Assert.All(all, h => Assert.Matches(MastodonHashtag(), h));
        Assert.All(Topics, t => Assert.True(char.IsUpper(t.Hashtag[0]), t.Hashtag));
        Assert.Equal(all.Count, all.Select(FoldedHashtag.Of).Distinct().Count());
    }

    [Fact]
    public void There_are_thirty_académies_and_four_services_outside_them()
    {
        Assert.Equal(30, Catalogue.Academies.Count(a => a.Kind == AcademieKind.Academie));
        Assert.Equal(4, Catalogue.Academies.Count(a => a.Kind == AcademieKind.ViceRectorat));
        Assert.All(Catalogue.Academies, a => Assert.NotEmpty(a.Domains));
    }

    [Theory]
    [InlineData("ac-lyon.fr", "lyon")]
    [InlineData("profs.AC-Lyon.fr", "lyon")]
    [InlineData("ac-rouen.fr", "normandie")]
    [InlineData("monvr.pf", "polynesie-francaise")]
    [InlineData("faux-ac-lyon.fr", null)]
    [InlineData("mastodon.example", null)]
    [InlineData("", null)]
    public void An_académie_is_found_by_the_domain_its_staff_write_from(string domain, string? key) =>
        Assert.Equal(key, Catalogue.AcademieByDomain(domain)?.Key);

    [Theory]
    [InlineData("#Français", "francais")]
    [InlineData("MATHS", "mathematiques")]
    [InlineData("#mathématiques", "mathematiques")]
    [InlineData("HistoireGeo", "histoire-geographie")]
    [InlineData("cuisine", null)]
    public void A_subject_is_found_by_its_hashtag_whatever_its_case_and_accents(string hashtag, string? key) =>
        Assert.Equal(key, Catalogue.SubjectByHashtag(hashtag)?.Key);

    [Fact]
    public void Subjects_and_levels_are_found_by_their_concept_and_by_no_other()
    {
        Assert.All(Catalogue.Subjects, s => Assert.Same(s, Catalogue.SubjectByConcept(s.ConceptId)));
        Assert.All(Catalogue.Levels, l => Assert.Same(l, Catalogue.LevelByConcept(l.ConceptId)));
        Assert.Equal("https://w3id.org/fediprofs/subject/francais", Catalogue.Subject("francais")?.ConceptId);
        Assert.Equal("https://w3id.org/fediprofs/level/cm1", Catalogue.LevelByHashtag("#cm1")?.ConceptId);
        Assert.Null(Catalogue.SubjectByConcept("https://w3id.org/fediprofs/level/cm1"));
        Assert.Null(Catalogue.LevelByConcept("https://elsewhere.example/level/cm1"));
    }

    [Fact]
    public void Cycle_3_bridges_primary_school_and_collège() =>
        Assert.Equal(["cm1", "cm2", "6e"], Catalogue.Inside(Catalogue.Level("cycle3")!).Select(l => l.Key));

    [Fact]
    public void Every_level_but_all_levels_stands_after_the_one_that_contains_it()
    {
        var seen = new HashSet<string>();
        foreach (var level in Catalogue.Levels)
        {
            Assert.True(level.Kind == LevelKind.All ? level.Within is null : seen.Contains(level.Within!), level.Key);
            seen.Add(level.Key);
        }
    }

    [Fact]
    public void Every_subject_stands_under_a_heading() =>
        Assert.Equal(Catalogue.Subjects, Catalogue.SubjectGroups.SelectMany(Catalogue.Under));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();

    [GeneratedRegex("^[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex MastodonHashtag();
}
