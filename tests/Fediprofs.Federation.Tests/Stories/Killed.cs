using System.Globalization;
using Fediprofs.Federation.Tests.World;

namespace Fediprofs.Federation.Tests.Stories;

/// <summary>
/// Servers as real processes, killed with signed activities coming in and deliveries open: what was acknowledged is there once,
/// and what was said here arrives, twice at most for each kill.
/// </summary>
[Trait("Activity", "Follow")]
public sealed class Killed(Fediverse fediverse) : Story(fediverse)
{
    private const int Followers = 120;
    private const int Notes = 200;
    private const int Posts = 10;

    private readonly Fediverse world = fediverse;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_done_twice_when_a_server_is_killed()
    {
        var scene = await SceneAsync();
        var node = await Node.StartAsync(scene.Claire.Academie.Domain, scene.Connection, scene.Port);
        try
        {
            await scene.Ada.Follows(scene.Claire);
            await scene.Claire.Follows(scene.Ada);
            var load = scene.Crowd.SpeaksAsync(scene.Port);
            var posts = WriteAsync(scene.Claire);
            foreach (var share in new[] { 3, 2 })
            {
                await UnderLoadAsync(scene, scene.Crowd.All / share);
                node.Kill();
                node.Dispose();
                node = await Node.StartAsync(scene.Claire.Academie.Domain, scene.Connection, scene.Port);
            }

            await load;
            await ShowAsync(scene, await posts, kills: 2);
        }
        finally
        {
            node.Dispose();
        }
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_done_twice_when_one_of_two_nodes_is_killed()
    {
        var scene = await SceneAsync();
        var second = Academie.FreePort();
        using var stays = await Node.StartAsync(scene.Claire.Academie.Domain, scene.Connection, scene.Port);
        using var dies = await Node.StartAsync(scene.Claire.Academie.Domain, scene.Connection, second);
        await scene.Ada.Follows(scene.Claire);
        await scene.Claire.Follows(scene.Ada);

        var load = scene.Crowd.SpeaksAsync(scene.Port, second);
        var posts = WriteAsync(scene.Claire);
        await UnderLoadAsync(scene, scene.Crowd.All / 2);
        dies.Kill();

        await load;
        await ShowAsync(scene, await posts, kills: 1);
    }

    private async Task<Scene> SceneAsync()
    {
        var (port, connection) = (Academie.FreePort(), await world.Postgres.CreateDatabaseAsync());
        var domain = string.Create(CultureInfo.InvariantCulture, $"dijon.localhost:{port}");
        // Built and not started, as a command beside the servers is.
        var academie = Guest(await Academie.BuildAsync(domain, connection, port));
        var claire = await academie.Educator("claire");
        var mastodon = await Mastodon();
        // Slow enough that deliveries are open when the server is killed.
        mastodon.ThinksFor = TimeSpan.FromMilliseconds(100);
        var ada = mastodon.Person("ada");
        return new(port, connection, claire, ada, new Crowd(mastodon, ada, claire, Followers, Notes));
    }

    /// <summary>Waits until that much was acknowledged, with more to come and deliveries open.</summary>
    private static async Task UnderLoadAsync(Scene scene, int acknowledged)
    {
        await Eventually.IsSoAsync("the server under load", async () =>
            scene.Crowd.Acknowledged >= acknowledged && await scene.Claire.Academie.ScalarAsync<long>("select count(*) from delivery") > 0);
        Assert.True(scene.Crowd.Acknowledged < scene.Crowd.All, "Everything was said before the server was killed.");
    }

    /// <summary>Writes posts while everything happens; answers those that were acknowledged.</summary>
    private static async Task<List<Post>> WriteAsync(Educator claire)
    {
        var posts = new List<Post>();
        while (posts.Count < Posts)
        {
            try
            {
                posts.Add(await claire.Writes(string.Create(CultureInfo.InvariantCulture, $"Annonce {posts.Count}")));
            }
            catch (Exception dead) when (dead is HttpRequestException or TaskCanceledException)
            {
                // Killed meanwhile: whether it was written is not known, and nobody was told that it was.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return posts;
    }

    private static async Task ShowAsync(Scene scene, List<Post> posts, int kills)
    {
        var (academie, ada) = (scene.Claire.Academie, scene.Ada);
        await academie.Rests();
        Assert.Equal(0, await academie.ScalarAsync<long>("select count(*) from inbox_failed"));

        // Ada herself follows too.
        Assert.Equal(Followers + 1, await academie.ScalarAsync<long>("select count(*) from follows where followed = $1 and state = 1", scene.Claire.Id));
        Assert.Equal(Followers + 1, await academie.ScalarAsync<int>("select followers_count from actors where id = $1", scene.Claire.Id));
        await Eventually.IsSoAsync("every follower told of once", async () =>
            await academie.ScalarAsync<long>("select count(*) from notifications where account = $1", scene.Claire.Id) == Followers + 1);
        Assert.Equal(Notes, await academie.ScalarAsync<long>("select count(*) from posts where uri = any($1)", (object)scene.Crowd.Notes.ToArray()));
        Assert.Equal(Notes, await academie.ScalarAsync<long>("select count(*) from entries e join posts p on p.id = e.post where p.uri = any($1)", (object)scene.Crowd.Notes.ToArray()));

        var accepts = ada.Hears("Accept").CountBy(a => a.IdOf("object")).ToDictionary();
        Assert.All(scene.Crowd.Follows, follow => Assert.InRange(accepts.GetValueOrDefault(follow), 1, 1 + kills));
        var creates = ada.Hears("Create").CountBy(a => a.IdOf("object")).ToDictionary();
        Assert.All(posts, post => Assert.InRange(creates.GetValueOrDefault(post.Uri), 1, 1 + kills));
        Assert.Empty(ada.Peer.TurnedAway);
    }

    private sealed record Scene(int Port, string Connection, Educator Claire, PeerPerson Ada, Crowd Crowd);
}
