using Fediprofs.Domain.Storage;
using Npgsql;

namespace Fediprofs.Domain.Actors;

/// <summary>Finds actors, local and remote alike. Tombstones are found too: look at <see cref="ActorRow.DeletedAt"/>.</summary>
public sealed class ActorLookup(NpgsqlDataSource database)
{
    /// <summary>By snowflake.</summary>
    public async Task<ActorRow?> ByIdAsync(long id, CancellationToken cancel) =>
        (await ByIdsAsync([id], cancel)).GetValueOrDefault(id);

    /// <summary>By snowflakes, in one query. Index: actors_pkey.</summary>
    public async Task<Dictionary<long, ActorRow>> ByIdsAsync(IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand($"select {ActorReader.Columns} from actors a where a.id = any($1)");
        command.Parameters.Add(new() { Value = ids.Distinct().ToArray() });
        return (await ReadAsync(command, cancel)).ToDictionary(a => a.Id);
    }

    /// <summary>By ActivityPub id.</summary>
    public async Task<ActorRow?> ByUriAsync(string uri, CancellationToken cancel) =>
        (await ByUrisAsync([uri], cancel)).GetValueOrDefault(uri);

    /// <summary>By ActivityPub ids, in one query. Index: actors_uri_key_key.</summary>
    public async Task<Dictionary<string, ActorRow>> ByUrisAsync(IReadOnlyCollection<string> uris, CancellationToken cancel)
    {
        if (uris.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand();
        return await ByUrisAsync(command, uris, cancel);
    }

    /// <summary>By ActivityPub ids inside a transaction.</summary>
    public static async Task<Dictionary<string, ActorRow>> ByUrisAsync(RowWriting writing, IReadOnlyCollection<string> uris, CancellationToken cancel)
    {
        if (uris.Count == 0)
        {
            return [];
        }

        await using var command = writing.Command("");
        return await ByUrisAsync(command, uris, cancel);
    }

    /// <summary>By ids inside a transaction.</summary>
    public static async Task<Dictionary<long, ActorRow>> ByIdsAsync(RowWriting writing, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        await using var command = writing.Command($"select {ActorReader.Columns} from actors a where a.id = any($1)", ids.Distinct().ToArray());
        return (await ReadAsync(command, cancel)).ToDictionary(a => a.Id);
    }

    /// <summary>By handle; an empty domain is this instance. Letters' case does not matter. Index: actors_handle.</summary>
    public async Task<ActorRow?> ByHandleAsync(string username, string domain, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {ActorReader.Columns} from actors a where lower(a.username) = lower($1) and a.domain = $2 and a.deleted_at is null");
        command.Parameters.Add(new() { Value = username });
        command.Parameters.Add(new() { Value = domain.ToLowerInvariant() });
        return (await ReadAsync(command, cancel)).FirstOrDefault();
    }

    /// <summary>Domains of the servers whose people are known here. Index: actors_domain.</summary>
    public async Task<IReadOnlyList<string>> PeersAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select distinct domain from actors where domain <> '' order by domain");
        var peers = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            peers.Add(reader.GetString(0));
        }

        return peers;
    }

    private static async Task<Dictionary<string, ActorRow>> ByUrisAsync(NpgsqlCommand command, IReadOnlyCollection<string> uris, CancellationToken cancel)
    {
        command.CommandText = $"select {ActorReader.Columns} from actors a where a.uri_key = any($1)";
        command.Parameters.Add(new() { Value = uris.Distinct(StringComparer.Ordinal).Select(UriKey.Of).ToArray() });
        return (await ReadAsync(command, cancel)).ToDictionary(a => a.Uri, StringComparer.Ordinal);
    }

    private static async Task<List<ActorRow>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<ActorRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(ActorReader.Read(reader));
        }

        return rows;
    }
}
