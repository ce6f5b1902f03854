using System.Reflection;
using Npgsql;

namespace Fediprofs.Domain.Storage;

/// <summary>
/// Numbered SQL files, additive, run once each at start under an advisory lock. Nothing alters the schema while running.
/// </summary>
public static class Migrations
{
    private const long Lock = 0x46656469; // "Fedi"

    /// <summary>Brings the database up to this build's schema. Safe to call from several nodes at once.</summary>
    public static async Task RunAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_lock({Lock})", cancel);
        try
        {
            await ExecuteAsync(connection, "create table if not exists migrations (name text primary key, at timestamptz not null default now())", cancel);
            foreach (var (name, sql) in Files())
            {
                await using var known = new NpgsqlCommand("select 1 from migrations where name = $1", connection) { Parameters = { new() { Value = name } } };
                if (await known.ExecuteScalarAsync(cancel) is not null)
                {
                    continue;
                }

                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await ExecuteAsync(connection, sql, cancel);
                await using var mark = new NpgsqlCommand("insert into migrations (name) values ($1)", connection) { Parameters = { new() { Value = name } } };
                await mark.ExecuteNonQueryAsync(cancel);
                await transaction.CommitAsync(cancel);
            }
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string Prefix = "Fediprofs.Domain.Storage.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[Prefix.Length..], reader.ReadToEnd());
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
