using Fediprofs.Testing;
using Npgsql;

namespace Fediprofs.Tests.Storage;

public sealed class TestPostgresTests(TestPostgres postgres)
{
    [Fact]
    public async Task Clones_of_a_template_hold_what_was_built_once_and_are_independent()
    {
        var built = 0;
        async Task Build(string address)
        {
            built++;
            await ExecuteAsync(address, "create table t(x int)");
        }

        var databases = await Task.WhenAll(postgres.CloneAsync("clones_tested", Build), postgres.CloneAsync("clones_tested", Build));
        await ExecuteAsync(databases[0], "drop table t");
        await ExecuteAsync(databases[1], "select * from t");
        Assert.Equal(1, built);
    }

    private static async Task ExecuteAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
