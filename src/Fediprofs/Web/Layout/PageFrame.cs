using System.Net;

namespace Fediprofs.Web.Layout;

/// <summary>Who looks at a page, if signed in.</summary>
/// <param name="Name">Display name.</param>
/// <param name="ProfileUrl">Their profile here.</param>
/// <param name="Unread">Notifications not yet seen.</param>
public sealed record Viewer(string Name, string ProfileUrl, int Unread = 0);

/// <summary>How a notice is meant; said in words too, never by colour alone.</summary>
public enum NoticeKind
{
    /// <summary>Something was done.</summary>
    Done,

    /// <summary>Something to know.</summary>
    Information,

    /// <summary>Something was refused.</summary>
    Refusal,
}

/// <summary>A sentence at the head of a page, in the reader's language.</summary>
public sealed record Notice(NoticeKind Kind, string Text);

/// <summary>What surrounds a page's own content.</summary>
/// <param name="InstanceName">The instance's name.</param>
/// <param name="Path">Path of this request, for the current link and the choice of language.</param>
/// <param name="Query">Its query.</param>
/// <param name="Viewer">Who is signed in, or null.</param>
/// <param name="Notice">What just happened, or null.</param>
public sealed record PageFrame(string InstanceName, PathString Path, QueryString Query, Viewer? Viewer = null, Notice? Notice = null)
{
    /// <summary>
    /// The frame of a request: the instance's name or domain, the <see cref="Layout.Viewer"/> that authentication put among the
    /// request's features, and the notice that the page before left.
    /// </summary>
    public static PageFrame Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var configuration = context.RequestServices.GetRequiredService<IConfiguration>();
        return new PageFrame(
            context.RequestServices.GetService<InstanceSettings>()?.Name ?? configuration["Instance:Domain"] ?? context.Request.Host.Host,
            context.Request.Path, context.Request.QueryString, context.Features.Get<Viewer>(), Flash.Take(context));
    }

    /// <summary>The address of this page in another language.</summary>
    public string In(string language)
    {
        var kept = Query.HasValue
            ? Query.Value!.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(p => !p.StartsWith("lang=", StringComparison.Ordinal))
            : [];
        return Path + "?" + string.Join('&', kept.Append("lang=" + WebUtility.UrlEncode(language)));
    }
}

/// <summary>What a page says of itself in its head.</summary>
/// <param name="Title">The page's own title; the instance's name is added.</param>
public sealed record PageHead(string Title)
{
    /// <summary>One or two sentences of plain text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The absolute canonical address, or null.</summary>
    public string? Canonical { get; init; }

    /// <summary>Open Graph's type: <c>website</c>, <c>article</c> or <c>profile</c>.</summary>
    public string Type { get; init; } = "website";

    /// <summary>Absolute address of a picture for link previews, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The ActivityPub id of what the page shows, or null.</summary>
    public string? ActivityPubId { get; init; }

    /// <summary>schema.org as JSON-LD, already serialised, or null. Any <c>&lt;</c> in it is escaped when written.</summary>
    public string? JsonLd { get; init; }

    /// <summary>Whether search engines may list the page.</summary>
    public bool Index { get; init; } = true;

    /// <summary>Address of the newer page of a list, or null.</summary>
    public string? Previous { get; init; }

    /// <summary>Address of the older page of a list, or null.</summary>
    public string? Next { get; init; }
}
