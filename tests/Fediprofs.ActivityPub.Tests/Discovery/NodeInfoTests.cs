using System.Text;
using Fediprofs.ActivityPub.Discovery;

namespace Fediprofs.ActivityPub.Tests.Discovery;

public class NodeInfoTests
{
    private static readonly NodeInfo Ours = new()
    {
        SoftwareName = "fediprofs",
        SoftwareVersion = "0.1.0",
        Repository = "https://forge.example/fediprofs",
        Users = 12,
        ActiveMonth = 5,
        ActiveHalfyear = 9,
        LocalPosts = 40,
        NodeName = "Académie",
    };

    [Fact]
    public void Version_2_0_has_no_repository() => Assert.Equal(
        """{"version":"2.0","software":{"name":"fediprofs","version":"0.1.0"},"protocols":["activitypub"],"services":{"inbound":[],"outbound":[]},"openRegistrations":false,"usage":{"users":{"total":12,"activeMonth":5,"activeHalfyear":9},"localPosts":40},"metadata":{"nodeName":"Académie"}}""",
        Encoding.UTF8.GetString(Ours.ToUtf8("2.0")));

    [Fact]
    public void Version_2_1_names_the_repository()
    {
        Assert.Contains("\"repository\":\"https://forge.example/fediprofs\"", Encoding.UTF8.GetString(Ours.ToUtf8("2.1")), StringComparison.Ordinal);
        Assert.True(NodeInfo.TryReadSoftware(Ours.ToUtf8("2.1"), out var name, out var version));
        Assert.Equal(("fediprofs", "0.1.0"), (name, version));
    }

    [Fact]
    public void The_newest_document_is_chosen()
    {
        Assert.True(NodeInfo.TryReadDiscovery(NodeInfo.WriteDiscovery("https://a.example/nodeinfo/2.0", "https://a.example/nodeinfo/2.1"), out var address));
        Assert.Equal("https://a.example/nodeinfo/2.1", address);
        Assert.False(NodeInfo.TryReadDiscovery("{\"links\":[]}"u8, out _));
    }

    [Fact]
    public void Host_meta_leads_to_webfinger() => Assert.Contains(
        "template=\"https://salle.example/.well-known/webfinger?resource={uri}\"", Encoding.UTF8.GetString(HostMeta.Write("salle.example")), StringComparison.Ordinal);
}
