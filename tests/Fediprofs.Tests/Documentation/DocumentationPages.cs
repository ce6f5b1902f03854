using Fediprofs.Testing;

namespace Fediprofs.Tests.Documentation;

/// <summary>The pages for people: the README, <c>docs/</c> and <c>deploy/</c>, by path from the root.</summary>
internal static class DocumentationPages
{
    /// <summary>Set to rewrite pages that are generated instead of comparing them.</summary>
    public const string WriteVariable = "FEDIPROFS_WRITE_DOCS";

    public static IReadOnlyList<string> All { get; } =
    [
        "README.md",
        .. new[] { "docs", "deploy" }.SelectMany(folder => Directory.EnumerateFiles(Repository.Of(folder), "*.md", SearchOption.AllDirectories))
            .Select(page => Path.GetRelativePath(Repository.Root, page)).Order(StringComparer.Ordinal),
    ];

    public static string Read(string path) => File.ReadAllText(Repository.Of(path)).ReplaceLineEndings("\n");

    public static bool Exists(string path) => Path.Exists(Repository.Of(path));
}
