using Fediprofs.Federation.Tests.World;
using Fediprofs.Testing;

[assembly: AssemblyFixture(typeof(Fediverse))]

namespace Fediprofs.Federation.Tests.World;

/// <summary>
/// What all stories share: two académies, started once. Every story brings its own people, so none sees another's; whoever needs
/// an académie for themselves starts one.
/// </summary>
public sealed class Fediverse : IAsyncDisposable
{
    private readonly Lazy<Task<Academie>> lyon;
    private readonly Lazy<Task<Academie>> lille;

    public Fediverse()
    {
        lyon = new(() => StartAsync("lyon"));
        lille = new(() => StartAsync("lille"));
    }

    /// <summary>The PostgreSQL of all of them.</summary>
    internal TestPostgres Postgres { get; } = new();

    internal Task<Academie> Lyon => lyon.Value;

    internal Task<Academie> Lille => lille.Value;

    /// <summary>Another académie.</summary>
    internal async Task<Academie> StartAsync(string name, TimeProvider? time = null) => await Academie.StartAsync(name, await Postgres.CreateDatabaseAsync(), time);

    public async ValueTask DisposeAsync()
    {
        foreach (var academie in new[] { lyon, lille }.Where(a => a.IsValueCreated))
        {
            await (await academie.Value).DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }
}

/// <summary>A story between Lyon, Lille and whoever else comes.</summary>
public abstract class Story(Fediverse fediverse) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> guests = [];

    protected Academie Lyon { get; private set; } = null!;

    protected Academie Lille { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lyon = await fediverse.Lyon;
        Lille = await fediverse.Lille;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var guest in guests)
        {
            await guest.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A server as Mastodon is one.</summary>
    protected async Task<MastodonPeer> Mastodon(string? handleDomain = null) => Guest(await MastodonPeer.StartAsync(handleDomain));

    /// <summary>A server that speaks RFC 9421 only.</summary>
    protected async Task<Rfc9421Peer> Rfc9421() => Guest(await Rfc9421Peer.StartAsync());

    /// <summary>An académie of this story alone.</summary>
    protected async Task<Academie> Another(string name, TimeProvider? time = null) => Guest(await fediverse.StartAsync(name, time));

    protected T Guest<T>(T guest)
        where T : IAsyncDisposable
    {
        guests.Add(guest);
        return guest;
    }
}
