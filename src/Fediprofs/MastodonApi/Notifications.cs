using Fediprofs.Domain;
using Fediprofs.Domain.Notifications;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/notifications/</summary>
internal sealed class Notifications(NotificationQueries notifications, StatusAccess access, StatusRenderer statuses, AccountParts accounts, InstanceUris uris)
{
    // Mastodon has no word for kept answers: clients read "fediprofs.answer_kept" as a kind they do not know.
    private static readonly Dictionary<NotificationKind, string> Names = new()
    {
        [NotificationKind.Mention] = "mention",
        [NotificationKind.Follow] = "follow",
        [NotificationKind.FollowRequest] = "follow_request",
        [NotificationKind.Boost] = "reblog",
        [NotificationKind.Favourite] = "favourite",
        [NotificationKind.Status] = "status",
        [NotificationKind.Update] = "update",
        [NotificationKind.AnswerKept] = "fediprofs.answer_kept",
        [NotificationKind.QuestionAnswered] = "fediprofs.question_answered",
    };

    public void Map(ApiMap api)
    {
        api.Get("/api/v1/notifications", ListAsync).RequireScope("read:notifications");
        api.Get("/api/v1/notifications/{id:long}", ShowAsync).RequireScope("read:notifications");
        api.Post("/api/v1/notifications/clear", ClearAsync).RequireScope("write:notifications");
        api.Post("/api/v1/notifications/{id:long}/dismiss", DismissAsync).RequireScope("write:notifications");
    }

    private async Task ListAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        var types = fields.List("types");
        var kinds = Kinds(types);
        // Only kinds that do not exist here were asked for: there are none of them.
        var rows = types.Count > 0 && kinds.Count == 0
            ? []
            : await notifications.PageAsync(reader, new(kinds, Kinds(fields.List("exclude_types")), fields.Id("account_id")), Pages.Asked(http, usual: 40, most: 80), http.RequestAborted);
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await WriteAsync(json, reader, rows, http.RequestAborted);
        if (rows.Count > 0)
        {
            Pages.Link(http, uris, rows[0].Id, rows[^1].Id, more: true);
        }

        await http.SendAsync(json);
    }

    private async Task ShowAsync(HttpContext http, long reader)
    {
        if (await notifications.ByIdAsync(reader, Ids.InPath(http), http.RequestAborted) is not { } row)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        using var list = new JsonBuffer();
        await WriteAsync(list, reader, [row], http.RequestAborted);
        if (list.Written.Length <= 2)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        using var json = new JsonBuffer();
        json.Write(list.Written.Span[1..^1]);
        await http.SendAsync(json);
    }

    private async Task ClearAsync(HttpContext http, long reader)
    {
        await notifications.ClearAsync(reader, http.RequestAborted);
        await http.SendEmptyAsync();
    }

    private async Task DismissAsync(HttpContext http, long reader)
    {
        if (await notifications.DismissAsync(reader, Ids.InPath(http), http.RequestAborted))
        {
            await http.SendEmptyAsync();
        }
        else
        {
            await http.RefuseAsync(Refusal.NotFound);
        }
    }

    /// <summary>An array of notifications; one whose status the reader may no longer see is left out.</summary>
    private async Task WriteAsync(JsonBuffer to, long reader, IReadOnlyList<NotificationRow> rows, CancellationToken cancel)
    {
        var seen = await access.FindAsync(reader, [.. rows.Where(r => r.Post is not null).Select(r => r.Post!.Value).Distinct()], cancel);
        var places = new Dictionary<long, int>(seen.Count);
        for (var i = 0; i < seen.Count; i++)
        {
            places[seen[i].PostId] = i;
        }

        var batch = await statuses.GatherAsync(reader, seen, cancel);
        var actors = await accounts.ManyAsync([.. rows.Select(r => r.Actor)], cancel);
        var separator = "["u8.ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, place) = (rows[i], -1);
            if (actors[i] is not { Available: true } actor || (row.Post is { } post && (!places.TryGetValue(post, out place) || !batch.Has(place))))
            {
                continue;
            }

            to.Write(separator);
            separator = ","u8.ToArray();
            to.Write("{\"account\":"u8);
            to.Write(actor.Json);
            if (row.Post is not null)
            {
                to.Write(",\"status\":"u8);
                batch.Write(to, place);
            }

            to.Write(","u8);
            var head = new NotificationHead(row.Id, Names[row.Kind], row.At, $"ungrouped-{MastodonWords.Of(row.Id)}");
            to.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(head, EntityJson.Relaxed.NotificationHead).AsSpan()[1..]);
        }

        to.Write(separator[0] == '[' ? "[]"u8 : "]"u8);
    }

    private static IReadOnlyList<NotificationKind> Kinds(IReadOnlyList<string> names) =>
        [.. Names.Where(n => names.Contains(n.Value)).Select(n => n.Key)];
}
