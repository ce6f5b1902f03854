namespace Fediprofs.Domain.Search;

/// <summary>What somebody typed into the search field.</summary>
public abstract record SearchQuery
{
    private SearchQuery()
    {
    }

    /// <summary>The address of a post or a profile.</summary>
    /// <param name="Url">Absolute, http or https.</param>
    public sealed record Address(string Url) : SearchQuery;

    /// <summary>A whole handle.</summary>
    /// <param name="Username">The part before the @.</param>
    /// <param name="Domain">The part after it, in lower case; empty when none was typed.</param>
    public sealed record Handle(string Username, string Domain) : SearchQuery;

    /// <summary>A hashtag.</summary>
    /// <param name="Name">Without #.</param>
    public sealed record Hashtag(string Name) : SearchQuery;

    /// <summary>Anything else.</summary>
    /// <param name="Text">Trimmed.</param>
    public sealed record Words(string Text) : SearchQuery;

    /// <summary>Tells what was typed: <c>https://…</c>, <c>@user@host</c>, <c>user@host</c>, <c>@user</c>, <c>acct:user@host</c>, <c>#tag</c> or words.</summary>
    public static SearchQuery Parse(string typed)
    {
        var text = typed.Trim();
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return new Address(text);
        }

        if (text.StartsWith('#') && text.Length > 1 && !text.Any(char.IsWhiteSpace))
        {
            return new Hashtag(text[1..]);
        }

        var name = text.StartsWith("acct:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        var marked = name.StartsWith('@');
        var parts = name.TrimStart('@').Split('@');
        return parts switch
        {
            [var user] when marked && IsName(user) => new Handle(user, ""),
            [var user, var host] when IsName(user) && IsHost(host) => new Handle(user, host.ToLowerInvariant()),
            _ => new Words(text),
        };
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsHost(string host) =>
        host.Length > 0 && Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var url) && url.PathAndQuery == "/" && url.UserInfo.Length == 0;
}
