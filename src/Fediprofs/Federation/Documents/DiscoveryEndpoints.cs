using System.Text;
using Fediprofs.ActivityPub.Discovery;
using Fediprofs.ActivityPub.Vocabulary;
using Fediprofs.Domain.Actors;
using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Federation.Documents;

/// <summary>How others find us: WebFinger, host-meta, NodeInfo. Never signed, never redirected, readable from any page.</summary>
internal sealed class DiscoveryEndpoints(
    NpgsqlDataSource database, ActorLookup lookup, DocumentCache cache, InstanceActor instance, InstanceUris uris, Secrets secrets, NodeDescription about, TimeProvider time)
{
    private const int LongestQuery = 4096;
    private static readonly TimeSpan Recount = TimeSpan.FromMinutes(10);
    private readonly string webHost = uris.PublicUrl[(uris.PublicUrl.IndexOf("://", StringComparison.Ordinal) + 3)..];
    private (NodeInfo Info, DateTimeOffset At)? counted;

    /// <summary>WebFinger (RFC 7033), for a handle or an address, at either domain of a split one.</summary>
    public async Task WebFingerAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value ?? "";
        var served = query.Length > LongestQuery ? null : await cache.GetAsync(query, () => FindAsync(WebFingerQuestion.Parse(query)));
        if (served is null)
        {
            Open(context.Response.Headers);
            context.Response.StatusCode = MeansSomebody(query) ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
            return;
        }

        await served.WriteAsync(context);
    }

    /// <summary>host-meta (RFC 6415).</summary>
    public Task HostMetaAsync(HttpContext context) =>
        new Served(HostMeta.Write(webHost), HostMeta.MediaType) { Headers = Open, MaxAge = 86400 }.WriteAsync(context);

    /// <summary>host-meta as JSON.</summary>
    public Task HostMetaJsonAsync(HttpContext context) => new Served(
        new WebFingerDocument(null, [], [new("lrdd", MediaTypes.Jrd, null, $"{uris.PublicUrl}/.well-known/webfinger?resource={{uri}}")]).ToUtf8([]),
        "application/json; charset=utf-8") { Headers = Open, MaxAge = 86400 }.WriteAsync(context);

    /// <summary>Where NodeInfo lies.</summary>
    public Task NodeInfoDiscoveryAsync(HttpContext context) => new Served(
        NodeInfo.WriteDiscovery($"{uris.PublicUrl}/nodeinfo/2.0", $"{uris.PublicUrl}/nodeinfo/2.1", uris.InstanceActor),
        "application/json; charset=utf-8") { Headers = Open, MaxAge = 86400 }.WriteAsync(context);

    /// <summary>NodeInfo 2.0 or 2.1, counted anew every ten minutes.</summary>
    public async Task NodeInfoAsync(HttpContext context, string version)
    {
        var now = time.GetUtcNow();
        if (counted is not { } known || now - known.At > Recount)
        {
            counted = known = (await CountAsync(now, context.RequestAborted), now);
        }

        await new Served(known.Info.ToUtf8(version), NodeInfo.MediaType(version)) { Headers = Open, MaxAge = 600 }.WriteAsync(context);
    }

    private bool MeansSomebody(string query) =>
        query.Length <= LongestQuery && WebFingerQuestion.Parse(query) is { } question
        && question.SubjectAt(uris.Domain, webHost).Kind != WebFingerSubjectKind.Malformed;

    private async Task<Served?> FindAsync(WebFingerQuestion? question)
    {
        if (question is null)
        {
            return null;
        }

        var subject = question.SubjectAt(uris.Domain, webHost);
        var actor = subject.Kind switch
        {
            WebFingerSubjectKind.InstanceActor => await lookup.ByUriAsync(instance.Uri, CancellationToken.None),
            WebFingerSubjectKind.Name => await NamedAsync(subject.Value!),
            // Our ids have the scheme of our own address, whatever was asked.
            WebFingerSubjectKind.Address => await lookup.ByUriAsync(uris.PublicUrl + subject.Value![$"https://{webHost}".Length..], CancellationToken.None),
            _ => null,
        };
        if (actor is not { Local: true })
        {
            return subject.Kind == WebFingerSubjectKind.Name && await WasGivenAsync(subject.Value!) ? Gone() : null;
        }

        if (actor.DeletedAt is not null || actor.SuspendedAt is not null)
        {
            return Gone();
        }

        var document = WebFingerDocument.Of(
            new(actor.Username, uris.Domain), actor.Uri, actor.Url ?? uris.ProfilePage(actor.Username), uris.PublicUrl + "/authorize_interaction?uri={uri}",
            actor.AvatarUrl is { } avatar ? new ProfileImage(avatar) : null);
        return new Served(document.ToUtf8(question.Relations), MediaTypes.Jrd + "; charset=utf-8") { Headers = Open };
    }

    private async Task<ActorRow?> NamedAsync(string name) =>
        string.Equals(name, instance.Username, StringComparison.OrdinalIgnoreCase)
            ? await lookup.ByUriAsync(instance.Uri, CancellationToken.None)
            : await lookup.ByHandleAsync(name, "", CancellationToken.None);

    // A handle is never given twice; who had it is remembered by a hash alone.
    private async Task<bool> WasGivenAsync(string name)
    {
        await using var command = database.CreateCommand("select 1 from handles where key = $1");
        command.Parameters.Add(new() { Value = Handles.KeyOf(name, await secrets.GetAsync("handles", CancellationToken.None)) });
        return await command.ExecuteScalarAsync() is not null;
    }

    private static Served Gone() => new([], MediaTypes.Jrd, StatusCodes.Status410Gone) { Headers = Open };

    private async Task<NodeInfo> CountAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select (select count(*) from accounts where suspended_at is null),
                   (select count(*) from accounts c join actors a using (id) where a.last_post_at > $1),
                   (select count(*) from accounts c join actors a using (id) where a.last_post_at > $2),
                   (select coalesce(sum(a.statuses_count), 0)::bigint from accounts c join actors a using (id))
            """);
        command.Parameters.Add(new() { Value = now.AddDays(-30) });
        command.Parameters.Add(new() { Value = now.AddDays(-180) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new NodeInfo
        {
            SoftwareName = "fediprofs",
            SoftwareVersion = typeof(DiscoveryEndpoints).Assembly.GetName().Version?.ToString(3) ?? "0",
            Users = reader.GetInt64(0),
            ActiveMonth = reader.GetInt64(1),
            ActiveHalfyear = reader.GetInt64(2),
            LocalPosts = reader.GetInt64(3),
            NodeName = about.Name,
            NodeDescription = about.Description,
        };
    }

    private static void Open(IHeaderDictionary headers) => headers.AccessControlAllowOrigin = "*";
}

/// <summary>What NodeInfo says of the instance.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
public sealed record NodeDescription(string? Name, string? Description);
