using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;

namespace Fediprofs.Domain.Storage;

/// <summary>Random secrets of an instance, made at first need and shared by all nodes.</summary>
public sealed class Secrets(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    /// <summary>32 bytes under a name.</summary>
    public async Task<byte[]> GetAsync(string name, CancellationToken cancel)
    {
        if (_known.TryGetValue(name, out var secret))
        {
            return secret;
        }

        await using var command = database.CreateCommand(
            """
            with made as (insert into secrets (name, value) values ($1, $2) on conflict (name) do nothing returning value)
            select value from made union all select value from secrets where name = $1 limit 1
            """);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(32) });
        var value = await command.ExecuteScalarAsync(cancel) as byte[];
        return value is null ? await GetAsync(name, cancel) : _known.GetOrAdd(name, value);
    }
}
