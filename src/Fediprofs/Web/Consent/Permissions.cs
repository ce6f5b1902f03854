namespace Fediprofs.Web.Consent;

/// <summary>Scopes as sentences: "read" and "write" whole, or the parts of them that are asked for in one line.</summary>
internal static class Permissions
{
    private static readonly string[] Whole = ["profile", "read", "write", "follow", "push", "admin:read", "admin:write"];

    public static IReadOnlyList<string> Describe(IReadOnlyCollection<string> scopes, Texts texts)
    {
        var whole = Whole.Where(scopes.Contains).ToList();
        List<string> lines = [.. whole.Select(scope => texts["consent.scope." + scope.Replace(':', '.')])];
        foreach (var kind in new[] { "read", "write" }.Except(whole))
        {
            var areas = scopes.Where(scope => scope.StartsWith(kind + ":", StringComparison.Ordinal))
                .Select(scope => texts["consent.area." + scope[(kind.Length + 1)..]])
                .ToList();
            if (areas.Count > 0)
            {
                lines.Add(texts["consent.scope." + kind + ".some", string.Join(", ", areas)]);
            }
        }

        // Parts of administration are named as the API names them: whoever administers knows them so.
        foreach (var kind in new[] { "admin:read", "admin:write" }.Except(whole))
        {
            var areas = scopes.Where(scope => scope.StartsWith(kind + ":", StringComparison.Ordinal)).ToList();
            if (areas.Count > 0)
            {
                lines.Add(texts["consent.scope.admin.some", string.Join(", ", areas)]);
            }
        }

        return lines;
    }
}
