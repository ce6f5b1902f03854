using System.Globalization;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.Web.Posts;

namespace Fediprofs.Web.Reading;

/// <summary>A page of a list as its address asks for it, <c>?max_id=</c> or <c>?min_id=</c>, and the addresses of its neighbours.</summary>
internal sealed class ListPage
{
    private const int Size = 20;

    private readonly HttpContext context;

    private ListPage(HttpContext context, Paging paging) => (this.context, Paging) = (context, paging);

    /// <summary>What to read.</summary>
    public Paging Paging { get; }

    /// <summary>The page a request asks for; nonsense asks for the first.</summary>
    public static ListPage Of(HttpContext context) => new(context, new Paging(Id(context, "max_id"), null, Id(context, "min_id"), Size));

    /// <summary>The page of a timeline, as the reader may see it.</summary>
    public async Task<PostListView> ShowAsync(PostViews views, IReadOnlyList<TimelineItem> items, CancellationToken cancel)
    {
        long[] ids = [.. items.Select(i => i.EntryId)];
        return new PostListView(await views.OfAsync(Reader.IdOf(context), items, cancel), Here, Newer(ids), Older(ids));
    }

    /// <summary>Address of the newer page; null on the first.</summary>
    public string? Newer(long[] ids) =>
        ids.Length > 0 && (Paging.MaxId is not null || (Paging.MinId is not null && ids.Length == Size)) ? At("min_id", ids[0]) : null;

    /// <summary>Address of the older page; null when there is none.</summary>
    public string? Older(long[] ids) =>
        ids.Length == Size || (Paging.MinId is not null && ids.Length > 0) ? At("max_id", ids[^1]) : null;

    private string Here => context.Request.Path + context.Request.QueryString;

    private string At(string bound, long id)
    {
        var kept = context.Request.Query.Where(q => q.Key is not ("max_id" or "min_id" or "lang"))
            .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)));
        return context.Request.Path + QueryString.Create(kept.Append(KeyValuePair.Create<string, string?>(bound, id.ToString(CultureInfo.InvariantCulture))));
    }

    private static long? Id(HttpContext context, string name) =>
        long.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
}
