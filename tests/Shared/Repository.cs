namespace Fediprofs.Testing;

/// <summary>The repository that the tests were built in.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Of(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fediprofs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Fediprofs.sln is not above the tests.");
    }
}
