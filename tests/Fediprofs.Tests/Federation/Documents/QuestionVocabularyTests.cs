using Fediprofs.Domain.Curriculum;
using Fediprofs.Federation.Documents;

namespace Fediprofs.Tests.Federation.Documents;

public sealed class QuestionVocabularyTests
{
    private static readonly CurriculumCatalogue Catalogue = CurriculumCatalogue.Load();

    [Theory]
    [InlineData("Question", "Question")]
    [InlineData("Subject", "about")]
    [InlineData("Level", "educationalLevel")]
    [InlineData("State", "creativeWorkStatus")]
    [InlineData("AcceptedAnswer", "acceptedAnswer")]
    [InlineData("DuplicateOf", "sameAs")]
    [InlineData("Answer", "Answer")]
    public void Every_type_is_defined_in_both_languages_and_mapped_to_schema_org(string type, string schema)
    {
        var term = Assert.Single(
            QuestionVocabulary.JsonLd(Catalogue)["@graph"]!.AsArray(), n => (string?)n!["@id"] == QuestionVocabulary.Namespace + type)!;
        Assert.Equal("https://schema.org/" + schema, (string?)term["skos:closeMatch"]!["@id"]);
        Assert.Equal(["fr", "en"], term["rdfs:comment"]!.AsArray().Select(c => (string?)c!["@language"]));
        Assert.Contains($"<section id=\"{type}\">", QuestionVocabulary.Html(Catalogue), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_subject_and_level_is_a_concept_and_a_class_lies_within_its_cycle()
    {
        var graph = QuestionVocabulary.JsonLd(Catalogue)["@graph"]!.AsArray();
        var ids = graph.Select(n => (string?)n!["@id"]).ToHashSet();
        Assert.All(Catalogue.Subjects, s => Assert.Contains(s.ConceptId, ids));
        Assert.All(Catalogue.Levels, l => Assert.Contains(l.ConceptId, ids));
        var sixieme = Assert.Single(graph, n => (string?)n!["@id"] == "https://w3id.org/fediprofs/level/6e")!;
        Assert.Equal("https://w3id.org/fediprofs/level/cycle3", (string?)sixieme["skos:broader"]!["@id"]);
    }
}
