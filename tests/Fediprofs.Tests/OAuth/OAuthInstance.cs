using Fediprofs.Testing;

namespace Fediprofs.Tests.OAuth;

/// <summary>One instance for the tests of a class: one database, one node, one educator.</summary>
public sealed class OAuthInstance(TestPostgres postgres) : IAsyncLifetime
{
    public string Database { get; private set; } = "";

    public long Sylvie { get; private set; }

    internal OAuthHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await OAuthHost.DatabaseAsync(postgres);
        Host = await OAuthHost.StartAsync(Database);
        Sylvie = await Host.OpenAccountAsync("sylvie", "Sylvie Martin");
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
