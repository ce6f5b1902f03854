namespace Fediprofs.Tests.Documentation;

/// <summary>The files of this clone, found from where the tests run.</summary>
internal static class Repository
{
    /// <summary>Set to rewrite pages that are generated instead of comparing them.</summary>
    public const string WriteVariable = "FEDIPROFS_WRITE_DOCS";

    public static string Root { get; } = Find();

    /// <summary>The pages for people: the README, <c>docs/</c> and <c>deploy/</c>, by path from the root.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "README.md",
        .. new[] { "docs", "deploy" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
            .Select(page => Path.GetRelativePath(Root, page)).Order(StringComparer.Ordinal),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fediprofs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of a clone.");
    }
}
