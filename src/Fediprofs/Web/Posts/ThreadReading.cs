using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Timelines;

namespace Fediprofs.Web.Posts;

/// <summary>A thread as a page shows it, with the rows that the page itself needs.</summary>
/// <param name="View">The thread.</param>
/// <param name="Post">The post's row.</param>
/// <param name="Author">Its author's row.</param>
public sealed record ReadThread(ThreadView View, PostRow Post, ActorRow Author);

/// <summary>Reads a post with the thread around it.</summary>
public sealed class ThreadReading(PostAccess access, Threads threads, ActorLookup actors, PostViews views, DeliveryReports deliveries)
{
    /// <summary>The thread around a post; null when the reader may not see it.</summary>
    public async Task<ReadThread?> ReadAsync(long reader, long id, CancellationToken cancel)
    {
        if (await access.VisibleAsync(reader, id, cancel) is not { } post || await actors.ByIdAsync(post.Author, cancel) is not { } author)
        {
            return null;
        }

        var context = await threads.AroundAsync(reader, id, cancel);
        var rows = (await access.VisibleAsync(reader, [.. context.Ancestors, .. context.Descendants], cancel)).ToDictionary(p => p.Id);
        rows[id] = post;
        PostRow[] before = [.. context.Ancestors.Where(rows.ContainsKey).Select(a => rows[a])];
        PostRow[] after = [.. context.Descendants.Where(rows.ContainsKey).Select(d => rows[d])];

        // The question that is answered here: the post itself, or the nearest before it.
        var asked = before.Append(post).LastOrDefault(p => p.IsQuestion);
        var shown = (await views.OfAsync(reader, [.. before, post, .. after], asked, cancel)).ToDictionary(v => v.Id);
        var subject = Of(post)!;
        if (post.Local && post.Author == reader && await deliveries.OfPostAsync(id, reader, cancel) is { Total: > 0 } report)
        {
            subject = subject with { Delivery = new DeliveryView(report.Delivered, report.Total, report.Failed) };
        }

        var depths = new Dictionary<long, int> { [id] = -1 };
        foreach (var row in after)
        {
            depths[row.Id] = row.InReplyTo is { } parent ? depths.GetValueOrDefault(parent, -1) + 1 : 0;
        }

        return new ReadThread(
            new ThreadView(
                subject,
                [.. before.Select(Of).OfType<PostView>()],
                [.. after.Where(r => asked == post && post.KeptAnswers.Contains(r.Uri)).Select(Of).OfType<PostView>()],
                [.. after.Where(r => asked != post || !post.KeptAnswers.Contains(r.Uri)).Where(r => Of(r) is not null).Select(r => new AnswerView(Of(r)!, depths[r.Id]))]),
            post, author);

        // That they answer the post above them needs no words.
        PostView? Of(PostRow row) => shown.GetValueOrDefault(row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } view
            ? row.InReplyTo == id ? view with { AnswerTo = null } : view
            : null;
    }
}
