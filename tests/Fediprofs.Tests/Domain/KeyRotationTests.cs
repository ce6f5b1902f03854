using Fediprofs.Domain.Accounts;
using Fediprofs.Domain.Actors;
using Fediprofs.Testing;
using Npgsql;

namespace Fediprofs.Tests.Domain;

public sealed class KeyRotationTests(TestPostgres postgres)
{
    [Fact]
    public async Task Rotated_keys_sign_at_once_are_published_and_told()
    {
        await using var host = await TestInstance.BuildAsync(postgres);
        var claire = await host.OpenAsync("claire");
        var before = await host.Get<ActorSigningKeys>().OfAsync(claire, CancellationToken.None);

        Assert.False((await host.Get<AccountChanging>().RotateKeysAsync(claire, CancellationToken.None)).Refused);

        var after = await host.Get<ActorSigningKeys>().OfAsync(claire, CancellationToken.None);
        Assert.NotEqual(before!.Rsa.PublicKey.Export(), after!.Rsa.PublicKey.Export());
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand(
            """
            select (select public_key from actor_keys where actor = $1 and algorithm = 1),
                (select count(*) from outgoing where actor = $1 and kind = 14), (select count(*) from events.mt_events where type = 'keys_rotated')
            """);
        command.Parameters.Add(new() { Value = claire });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(after.Rsa.PublicKey.Export(), reader.GetFieldValue<byte[]>(0));
        Assert.Equal((1L, 1L), (reader.GetInt64(1), reader.GetInt64(2)));
    }
}
