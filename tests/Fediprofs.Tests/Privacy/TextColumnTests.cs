using Fediprofs.Domain.Storage;
using Fediprofs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fediprofs.Tests.Privacy;

public sealed class TextColumnTests(TestPostgres postgres)
{
    [Fact]
    public async Task Every_text_column_declares_who_erases_it()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var declared = host.Services.GetServices<ErasedColumns>()
            .SelectMany(d => d.Columns.Split(' ').Select(c => $"{(d.Table.Contains('.', StringComparison.Ordinal) ? "" : "public.")}{d.Table}.{c}")).ToHashSet(StringComparer.Ordinal);
        var stored = new List<string>();
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand(
            """
            select c.table_schema || '.' || c.table_name || '.' || c.column_name
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
                and c.udt_name in ('text', '_text', 'varchar', '_varchar', 'bpchar', 'json', 'jsonb', 'bytea', 'tsvector', 'xml', 'hstore', 'citext')
            order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            stored.Add(reader.GetString(0));
        }

        var wrong = stored.Where(c => !declared.Contains(c)).Select(c => $"{c} declares no eraser: add an ErasedColumns to its slice.")
            .Concat(declared.Except(stored).Select(c => $"{c} is declared, but there is no such column.")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(host.Services.GetServices<ErasedColumns>(), d => Assert.NotEmpty(d.How));
    }
}
