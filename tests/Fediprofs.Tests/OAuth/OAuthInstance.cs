using Fediprofs.Testing;

namespace Fediprofs.Tests.OAuth;

/// <summary>One instance for the tests of a class: one database, one node.</summary>
public sealed class OAuthInstance(TestPostgres postgres) : IAsyncLifetime
{
    public string Database { get; private set; } = "";

    internal OAuthHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await OAuthHost.DatabaseAsync(postgres);
        Host = await OAuthHost.StartAsync(Database);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
