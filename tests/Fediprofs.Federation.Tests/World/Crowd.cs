using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Fediprofs.Federation.Tests.World;

/// <summary>
/// A Mastodon server whose people all follow one educator, and one of whom, followed by her, writes a lot. What is not acknowledged
/// is sent again, as any server does.
/// </summary>
internal sealed class Crowd
{
    private readonly ConcurrentQueue<(PeerPerson Signer, JsonObject Activity)> unsent;
    private readonly string inbox;
    private int acknowledged;

    public Crowd(MastodonPeer peer, PeerPerson writer, Educator followed, int followers, int notes)
    {
        inbox = $"{followed.Academie.Url}/inbox";
        var said = new List<(PeerPerson Signer, JsonObject Activity)>();
        for (var i = 0; i < Math.Max(followers, notes); i++)
        {
            if (i < followers)
            {
                var person = peer.Person(string.Create(CultureInfo.InvariantCulture, $"follower{i}"), like: writer);
                said.Add((person, person.Activity("Follow", $"{peer.Url}/follows/{i}", followed.Uri)));
                Follows.Add($"{peer.Url}/follows/{i}");
            }

            if (i < notes)
            {
                var (create, uri) = writer.Drafts(string.Create(CultureInfo.InvariantCulture, $"note {i}"));
                said.Add((writer, create));
                Notes.Add(uri);
            }
        }

        unsent = new(said);
        All = said.Count;
    }

    /// <summary>The ids of the Follows.</summary>
    public List<string> Follows { get; } = [];

    /// <summary>The ids of the notes.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>How much there is to say.</summary>
    public int All { get; }

    /// <summary>How much of it was answered with 202.</summary>
    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Says everything over a few connections, to whichever node listens, until all of it is acknowledged.</summary>
    /// <param name="nodes">The ports that may be listening.</param>
    public Task SpeaksAsync(params int[] nodes) => Task.WhenAll(Enumerable.Range(0, 8).Select(i => SpeakAsync(nodes, i)));

    private async Task SpeakAsync(int[] nodes, int turn)
    {
        while (unsent.TryDequeue(out var said))
        {
            var status = 0;
            try
            {
                status = await said.Signer.Peer.PostAsync(said.Signer, said.Activity, inbox, nodes[turn++ % nodes.Length]);
            }
            catch (Exception dead) when (dead is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            Assert.True(status is 0 or 202 or 503, $"{said.Activity.Text("type")} was answered {status}");
            if (status == 202)
            {
                Interlocked.Increment(ref acknowledged);
            }
            else
            {
                unsent.Enqueue(said);
            }
        }
    }
}
