using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fediprofs.Domain.Curriculum;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Fediprofs.Federation.Documents;

/// <summary>
/// What the tag types of a question mean, for programs (JSON-LD) and for people (HTML): the document at <c>/ns</c>.
/// The terms and their texts lie in <c>question-vocabulary.json</c>, subjects and levels in the curriculum.
/// </summary>
public static class QuestionVocabulary
{
    /// <summary>What every type begins with; it redirects to an instance's <c>/ns</c>.</summary>
    public const string Namespace = "https://w3id.org/fediprofs/v1#";

    private const string SchemaOrg = "https://schema.org/";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Serves the vocabulary at <c>/ns</c>: HTML to whoever prefers it, else JSON-LD.</summary>
    public static void MapVocabulary(this IEndpointRouteBuilder endpoints)
    {
        var source = Read();
        var catalogue = endpoints.ServiceProvider.GetRequiredService<CurriculumCatalogue>();
        var jsonLd = Encoding.UTF8.GetBytes(JsonLd(source, catalogue).ToJsonString(Readable));
        var html = Encoding.UTF8.GetBytes(Html(source, catalogue));
        endpoints.MapGet("/ns", FileContentHttpResult (HttpRequest request, HttpResponse response) =>
        {
            response.Headers.Vary = HeaderNames.Accept;
            response.Headers.CacheControl = "public, max-age=86400";
            return PrefersHtml(request)
                ? TypedResults.File(html, "text/html; charset=utf-8")
                : TypedResults.File(jsonLd, "application/ld+json");
        });
    }

    /// <summary>The vocabulary as JSON-LD: RDFS classes mapped to schema.org, and the concepts as SKOS.</summary>
    public static JsonObject JsonLd(CurriculumCatalogue catalogue) => JsonLd(Read(), catalogue);

    /// <summary>The vocabulary as a page in both languages side by side; each term is the fragment its IRI names.</summary>
    public static string Html(CurriculumCatalogue catalogue) => Html(Read(), catalogue);

    private static JsonObject JsonLd(Vocabulary source, CurriculumCatalogue catalogue)
    {
        var graph = new JsonArray
        {
            new JsonObject
            {
                ["@id"] = Namespace,
                ["@type"] = "owl:Ontology",
                ["rdfs:label"] = Both(source.Title),
                ["rdfs:comment"] = Both(source.About),
            },
        };
        foreach (var term in source.Terms)
        {
            graph.Add(new JsonObject
            {
                ["@id"] = Namespace + term.Name,
                ["@type"] = "rdfs:Class",
                ["rdfs:label"] = Both(term.Label),
                ["rdfs:comment"] = Both(term.Comment),
                ["rdfs:isDefinedBy"] = Id(Namespace),
                ["skos:closeMatch"] = Id(SchemaOrg + term.Schema),
            });
        }

        foreach (var subject in catalogue.Subjects)
        {
            graph.Add(Concept(subject, "Subject"));
        }

        foreach (var level in catalogue.Levels)
        {
            var concept = Concept(level, "Level");
            if (catalogue.Level(level.Within) is { } broader)
            {
                concept["skos:broader"] = Id(broader.ConceptId);
            }

            graph.Add(concept);
        }

        return new JsonObject
        {
            ["@context"] = new JsonObject
            {
                ["rdfs"] = "http://www.w3.org/2000/01/rdf-schema#",
                ["owl"] = "http://www.w3.org/2002/07/owl#",
                ["skos"] = "http://www.w3.org/2004/02/skos/core#",
            },
            ["@graph"] = graph,
        };
    }

    private static JsonObject Concept(CurriculumTopic topic, string type) => new()
    {
        ["@id"] = topic.ConceptId,
        ["@type"] = new JsonArray("skos:Concept", Namespace + type),
        ["skos:prefLabel"] = Both(new Bilingual(topic.French, topic.English)),
        ["skos:notation"] = topic.Key,
    };

    private static JsonObject Id(string iri) => new() { ["@id"] = iri };

    private static JsonArray Both(Bilingual text) =>
    [
        new JsonObject { ["@value"] = text.Fr, ["@language"] = "fr" },
        new JsonObject { ["@value"] = text.En, ["@language"] = "en" },
    ];

    private static string Html(Vocabulary source, CurriculumCatalogue catalogue)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<link rel=\"alternate\" type=\"application/ld+json\" href=\"/ns\">\n")
            .Append("<link rel=\"stylesheet\" href=\"/assets/fediprofs.css\">\n")
            .Append("<title>").Append(Text(source.Title.Fr)).Append("</title>\n</head>\n<body>\n<main class=\"page\">\n")
            .Append("<h1>").Append(Spans(source.Title)).Append("</h1>\n")
            .Append(Paragraphs(source.About));
        foreach (var term in source.Terms)
        {
            page.Append("<section id=\"").Append(term.Name).Append("\">\n<h2>").Append(Spans(term.Label)).Append("</h2>\n")
                .Append("<dl>\n<dt>").Append(Spans(source.Headings.Type)).Append("</dt>\n<dd><code>").Append(Namespace).Append(term.Name)
                .Append("</code></dd>\n<dt>").Append(Spans(source.Headings.Schema)).Append("</dt>\n<dd><a href=\"").Append(SchemaOrg)
                .Append(term.Schema).Append("\">").Append(term.Schema).Append("</a></dd>\n</dl>\n")
                .Append(Paragraphs(term.Comment)).Append("</section>\n");
        }

        AppendTopics(page, source.Headings.Subjects, catalogue.Subjects);
        AppendTopics(page, source.Headings.Levels, catalogue.Levels);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendTopics(StringBuilder page, Bilingual heading, IEnumerable<CurriculumTopic> topics)
    {
        page.Append("<section>\n<h2>").Append(Spans(heading)).Append("</h2>\n<ul>\n");
        foreach (var topic in topics)
        {
            page.Append("<li>").Append(Spans(new Bilingual(topic.French, topic.English)))
                .Append(" <code>").Append(topic.ConceptId).Append("</code></li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private static string Spans(Bilingual text) =>
        text.Fr == text.En ? Text(text.Fr) : $"{Text(text.Fr)} <span lang=\"en\">/ {Text(text.En)}</span>";

    private static string Paragraphs(Bilingual text) => $"<p>{Text(text.Fr)}</p>\n<p lang=\"en\">{Text(text.En)}</p>\n";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    // A browser names text/html first; a JSON-LD processor that also takes HTML asks for JSON with at least the same quality.
    private static bool PrefersHtml(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        double Quality(Func<string?, bool> is_) =>
            accepted.Where(a => is_(a.MediaType.Value)).Select(a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
        return Quality(t => t is "text/html" or "application/xhtml+xml")
            > Quality(t => t is "application/ld+json" or "application/json" or "application/activity+json");
    }

    private static Vocabulary Read()
    {
        using var stream = typeof(QuestionVocabulary).Assembly.GetManifestResourceStream("question-vocabulary.json")
            ?? throw new InvalidDataException("question-vocabulary.json is not in the assembly.");
        return JsonSerializer.Deserialize<Vocabulary>(stream, Readable)
            ?? throw new InvalidDataException("question-vocabulary.json is empty.");
    }

    private sealed record Bilingual(string Fr, string En);

    private sealed record Term(string Name, Bilingual Label, Bilingual Comment, string Schema);

    private sealed record Headings(Bilingual Type, Bilingual Schema, Bilingual Subjects, Bilingual Levels);

    private sealed record Vocabulary(Bilingual Title, Bilingual About, IReadOnlyList<Term> Terms, Headings Headings);
}
