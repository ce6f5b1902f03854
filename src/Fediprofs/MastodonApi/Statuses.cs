using Fediprofs.Domain;
using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Posts;
using Fediprofs.Domain.Reactions;
using Fediprofs.Domain.Storage;
using Fediprofs.Domain.Timelines;
using Fediprofs.MastodonApi.Entities;
using Fediprofs.MastodonApi.Rendering;
using Fediprofs.MastodonApi.Requests;
using Fediprofs.OAuth;

namespace Fediprofs.MastodonApi;

/// <summary>https://docs.joinmastodon.org/methods/statuses/: publish, read, edit, delete. What one does to others' is in <see cref="StatusActions"/>.</summary>
internal sealed class Statuses(
    PostPublishing publishing, PostEditing editing, PostDeletion deletion, Boosting boosting, PostLookup posts, Threads threads, AccountSettings settings,
    StatusAccess access, StatusRenderer renderer, AccountParts accounts, RenderedChanges rendered)
{
    private const int MostIds = 20;

    public void Map(ApiMap api)
    {
        api.Post("/api/v1/statuses", PublishAsync).RequireScope("write:statuses");
        api.Get("/api/v1/statuses", ListAsync).AllowScope("read:statuses");
        api.Get("/api/v1/statuses/{id}", ShowAsync).AllowScope("read:statuses");
        api.Put("/api/v1/statuses/{id}", EditAsync).RequireScope("write:statuses");
        api.Delete("/api/v1/statuses/{id}", DeleteAsync).RequireScope("write:statuses");
        api.Get("/api/v1/statuses/{id}/context", ContextAsync).AllowScope("read:statuses");
        api.Get("/api/v1/statuses/{id}/history", HistoryAsync).AllowScope("read:statuses");
        api.Get("/api/v1/statuses/{id}/source", SourceAsync).RequireScope("read:statuses");
    }

    /// <summary>What a client wants of a status in a request, whichever endpoint it is for; null after a refusal was sent.</summary>
    public async Task<StatusFields?> FieldsAsync(HttpContext http, long author)
    {
        if (await Fields.ReadAsync(http) is not { } fields)
        {
            await http.MalformedAsync();
            return null;
        }

        if (fields.HasFiles || fields.List("media_ids").Any(id => id.Length > 0))
        {
            await http.InvalidAsync("media_ids", "Media", "ERR_INVALID", "cannot be attached on this server yet");
            return null;
        }

        if (fields.HasPart("poll"))
        {
            await http.InvalidAsync("poll", "Poll", "ERR_INVALID", "cannot be attached on this server yet");
            return null;
        }

        if (fields.Text("scheduled_at") is { Length: > 0 })
        {
            await http.InvalidAsync("scheduled_at", "Scheduled at", "ERR_INVALID", "is not available on this server yet");
            return null;
        }

        if (fields.Text("quoted_status_id") is { Length: > 0 })
        {
            await http.InvalidAsync("quoted_status_id", "Quoted status", "ERR_INVALID", "is not available on this server yet");
            return null;
        }

        var defaults = await settings.PostingAsync(author, http.RequestAborted);
        var visibility = fields.Text("visibility") is { Length: > 0 } word ? MastodonWords.ToVisibility(word) : (Visibility)defaults.Visibility;
        if (visibility is null)
        {
            await http.InvalidAsync("visibility", "Visibility", "ERR_INCLUSION", "is not included in the list");
            return null;
        }

        return new(fields, visibility.Value, fields.Text("language") is { Length: > 0 } language ? language : defaults.Language);
    }

    /// <summary>Sends the status of a post that the request made or changed.</summary>
    public async Task SendAsync(HttpContext http, long reader, TimelineItem item, Action<JsonBuffer>? more = null)
    {
        using var json = new JsonBuffer();
        if (await renderer.WriteAsync(json, reader, item, http.RequestAborted, more))
        {
            await http.SendAsync(json);
        }
        else
        {
            await http.RefuseAsync(Refusal.NotFound);
        }
    }

    private async Task PublishAsync(HttpContext http, long reader)
    {
        if (await FieldsAsync(http, reader) is not { } wanted)
        {
            return;
        }

        var fields = wanted.Fields;
        var parent = fields.Text("in_reply_to_id") is { Length: > 0 } text ? Ids.Parse(text) ?? 0 : (long?)null;
        if (parent is { } answered)
        {
            // An answer to a boost is an answer to what was boosted.
            parent = (await access.FindAsync(reader, answered, http.RequestAborted))?.PostId ?? answered;
        }

        var published = await publishing.HandleAsync(
            new PublishPost(reader, fields.Text("status") ?? "")
            {
                Visibility = wanted.Visibility,
                Spoiler = fields.Text("spoiler_text") ?? "",
                Sensitive = fields.Flag("sensitive") ?? false,
                Language = wanted.Language,
                InReplyTo = parent,
                IdempotencyKey = StatusFields.IdempotencyKey(http),
            },
            http.RequestAborted);
        if (published.Refused)
        {
            await http.RefuseAsync(published.Refusal!.Value);
            return;
        }

        rendered.Apply(new(ChangeKind.PostPublished, reader, published.Value.Id, published.Value.InReplyTo));
        await SendAsync(http, reader, ItemOf(published.Value));
    }

    private async Task ListAsync(HttpContext http, long reader)
    {
        var fields = Fields.OfQuery(http);
        var ids = fields.IdList("id").Concat(fields.IdList("ids")).Distinct().Take(MostIds).ToList();
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        await renderer.WriteListAsync(json, reader, await access.FindAsync(reader, ids, http.RequestAborted), http.RequestAborted);
        await http.SendAsync(json);
    }

    private async Task ShowAsync(HttpContext http, long reader)
    {
        if (await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is { } item)
        {
            await SendAsync(http, reader, item);
        }
        else
        {
            await http.RefuseAsync(Refusal.NotFound);
        }
    }

    private async Task EditAsync(HttpContext http, long reader)
    {
        if (await FieldsAsync(http, reader) is not { } wanted)
        {
            return;
        }

        var post = await OwnAsync(http, reader);
        if (post is null)
        {
            return;
        }

        var fields = wanted.Fields;
        var edited = await editing.HandleAsync(
            new EditPost(reader, post.Id, fields.Text("status") ?? "")
            {
                Spoiler = fields.Text("spoiler_text") ?? "",
                Sensitive = fields.Flag("sensitive") ?? false,
                Language = fields.Text("language"),
                Title = fields.Text("fediprofs[title]"),
                Subjects = fields.Has("fediprofs[subjects]") ? fields.List("fediprofs[subjects]") : null,
                Levels = fields.Has("fediprofs[levels]") ? fields.List("fediprofs[levels]") : null,
            },
            http.RequestAborted);
        if (edited.Refused)
        {
            await http.RefuseAsync(edited.Refusal!.Value);
            return;
        }

        rendered.Apply(new(ChangeKind.PostEdited, reader, post.Id));
        await SendAsync(http, reader, ItemOf(edited.Value));
    }

    private async Task DeleteAsync(HttpContext http, long reader)
    {
        if (await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is not { } item || item.Author != reader)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        using var json = new JsonBuffer();
        var source = item.Kind == EntryKind.Boost ? null : (await posts.ByIdAsync(item.PostId, http.RequestAborted))?.Source;
        // Mastodon gives the text back, so that a client can offer to write it again.
        await renderer.WriteAsync(json, reader, item, http.RequestAborted, to =>
        {
            to.Write(",\"text\":"u8);
            to.Write(source ?? "", EntityJson.Relaxed.String);
        });
        var refusal = item.Kind == EntryKind.Boost
            ? (await boosting.HandleAsync(new UndoBoost(reader, item.PostId), http.RequestAborted)).Refusal
            : (await deletion.HandleAsync(new DeletePost(reader, item.PostId), http.RequestAborted)).Refusal;
        if (refusal is { } reason)
        {
            await http.RefuseAsync(reason);
            return;
        }

        rendered.Apply(new(item.Kind == EntryKind.Boost ? ChangeKind.BoostUndone : ChangeKind.PostRemoved, reader, item.PostId, item.Kind == EntryKind.Boost ? item.EntryId : null));
        await http.SendAsync(json);
    }

    private async Task ContextAsync(HttpContext http, long reader)
    {
        if (await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is not { } item)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        var around = await threads.AroundAsync(reader, item.PostId, http.RequestAborted);
        using var json = new JsonBuffer(StatusRenderer.PageBytes);
        json.Write("{\"ancestors\":"u8);
        await renderer.WriteListAsync(json, reader, ItemsOf(around.Ancestors), http.RequestAborted);
        json.Write(",\"descendants\":"u8);
        await renderer.WriteListAsync(json, reader, ItemsOf(around.Descendants), http.RequestAborted);
        json.Write("}"u8);
        await http.SendAsync(json);
    }

    private async Task HistoryAsync(HttpContext http, long reader)
    {
        var post = await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is { } item ? await posts.ByIdAsync(item.PostId, http.RequestAborted) : null;
        if (post is null || await accounts.OneAsync(post.Author, http.RequestAborted) is not { } author)
        {
            await http.RefuseAsync(Refusal.NotFound);
            return;
        }

        var emojis = MastodonWords.Of(post.Emojis);
        var media = StatusEntities.MediaOf(post);
        var versions = (await posts.HistoryAsync(post.Id, http.RequestAborted))
            .Select(f => new StatusEdit(f.Content, f.Spoiler, f.Sensitive, f.At, media, emojis))
            .Append(new StatusEdit(post.Content, post.Spoiler, post.Sensitive, post.EditedAt ?? post.PublishedAt, media, emojis));
        using var json = new JsonBuffer(8192);
        var separator = "["u8;
        foreach (var version in versions)
        {
            json.Write(separator);
            json.Write("{\"account\":"u8);
            json.Write(author.Json);
            json.Write(","u8);
            json.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(version, EntityJson.Relaxed.StatusEdit).AsSpan()[1..]);
            separator = ","u8;
        }

        json.Write("]"u8);
        await http.SendAsync(json);
    }

    private async Task SourceAsync(HttpContext http, long reader)
    {
        if (await OwnAsync(http, reader) is { } post)
        {
            await http.SendAsync(
                new StatusSource(post.Id, post.Source ?? "", post.Spoiler, post.IsQuestion ? new(post.Title, post.Subjects, post.Levels) : null),
                EntityJson.Relaxed.StatusSource);
        }
    }

    /// <summary>The reader's own post in the path; null after a refusal was sent.</summary>
    private async Task<PostRow?> OwnAsync(HttpContext http, long reader)
    {
        var post = await access.FindAsync(reader, Ids.InPath(http), http.RequestAborted) is { Kind: not EntryKind.Boost } item
            ? await posts.ByIdAsync(item.PostId, http.RequestAborted)
            : null;
        if (post?.Author == reader)
        {
            return post;
        }

        await http.RefuseAsync(Refusal.NotFound);
        return null;
    }

    public static TimelineItem ItemOf(PostRow post) => new(post.Id, post.Author, EntryKind.Post, post.Id);

    private static List<TimelineItem> ItemsOf(IReadOnlyList<long> posts) => [.. posts.Select(p => new TimelineItem(p, 0, EntryKind.Post, p))];
}

/// <summary>What a client wants of a status.</summary>
/// <param name="Fields">All fields.</param>
/// <param name="Visibility">As asked for, else the account's default.</param>
/// <param name="Language">As asked for, else the account's default.</param>
internal sealed record StatusFields(Fields Fields, Visibility Visibility, string? Language)
{
    private const int LongestKey = 255;

    /// <summary>The key under which the same request gives the same status; null when none was sent.</summary>
    public static string? IdempotencyKey(HttpContext http) =>
        http.Request.Headers["Idempotency-Key"].FirstOrDefault() is { Length: > 0 and <= LongestKey } key ? key : null;
}
