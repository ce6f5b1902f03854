using System.Collections.Frozen;

namespace Fediprofs.OAuth;

/// <summary>The scopes of one token, with everything that they contain worked out once.</summary>
public sealed class ScopeSet
{
    private readonly FrozenSet<string> allowed;

    public ScopeSet(IEnumerable<string> granted)
    {
        Granted = [.. granted];
        allowed = Scopes.All.Where(scope => Granted.Any(held => Scopes.Covers(held, scope))).ToFrozenSet();
    }

    /// <summary>The scopes as granted.</summary>
    public IReadOnlyList<string> Granted { get; }

    public bool Allows(string scope) => allowed.Contains(scope);

    public bool AllowsAny(ReadOnlySpan<string> scopes)
    {
        foreach (var scope in scopes)
        {
            if (Allows(scope))
            {
                return true;
            }
        }

        return false;
    }
}
